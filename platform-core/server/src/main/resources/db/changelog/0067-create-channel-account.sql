--liquibase formatted sql

--changeset storelane:0067-create-channel-account
create table core.channel_account (
  tenant_id uuid not null,
  id uuid not null,
  plugin_id text not null,
  channel_id uuid not null,
  name text not null,
  settings jsonb not null,
  secret_id uuid,
  state text not null check (state in ('active','paused','broken','ended')),
  reason_en text not null default '',
  reason_zh text not null default '',
  faults integer not null default 0,
  position text not null default '',
  fetch_at timestamptz not null,
  walk_at timestamptz not null,
  walk_from uuid,
  next_at timestamptz not null,
  lease_until timestamptz,
  calls integer not null default 0,
  calls_since timestamptz not null,
  run_at timestamptz,
  good_at timestamptz,
  run_orders integer not null default 0,
  run_known integer not null default 0,
  run_failed integer not null default 0,
  run_stock integer not null default 0,
  run_shipments integer not null default 0,
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, channel_id) references core.channel (tenant_id, id),
  foreign key (tenant_id, secret_id) references core.secret (tenant_id, id)
);
comment on table core.channel_account is 'Stores on other platforms that the workspace has connected, each with a channel of its own.';
comment on column core.channel_account.settings is 'What was entered, by field; secrets are sealed in core.secret as one document.';
comment on column core.channel_account.state is 'broken: the platform refuses the account, a person must mend it. ended: disconnected, its past stays.';
comment on column core.channel_account.reason_en is 'Why the last call failed, and what to do; empty if it did not.';
comment on column core.channel_account.faults is 'Calls that failed one after the other.';
comment on column core.channel_account.position is 'Where the next page of orders begins, in words of the connector.';
comment on column core.channel_account.walk_at is 'When the stock of everything is looked at again.';
comment on column core.channel_account.walk_from is 'Product after which that goes on; null = it is not under way.';
comment on column core.channel_account.next_at is 'When a server works on it; while one does, when that is taken for lost, or sooner if more has come.';
comment on column core.channel_account.lease_until is 'Until when one server has it for itself; null = none has.';
comment on column core.channel_account.calls is 'Calls of the minute that began at calls_since.';
comment on column core.channel_account.run_orders is 'What the last run brought: new orders; those that were known; what failed; SKUs and parcels told.';
create unique index channel_account_channel on core.channel_account (tenant_id, channel_id) where state <> 'ended';
create index channel_account_due on core.channel_account (tenant_id, next_at) where state = 'active';
create index channel_account_secret on core.channel_account (tenant_id, secret_id);

create table core.channel_record (
  tenant_id uuid not null,
  id uuid not null,
  account_id uuid not null,
  kind text not null check (kind in ('order','stock','shipment')),
  name text not null,
  label text not null,
  state text not null check (state in ('waiting','failed','ignored')),
  data jsonb not null default '{}',
  revision bigint not null default 0,
  attempts integer not null default 0,
  next_at timestamptz not null,
  cause_en text not null default '',
  cause_zh text not null default '',
  note text not null default '',
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, account_id, kind, name),
  foreign key (tenant_id, account_id) references core.channel_account (tenant_id, id)
);
comment on table core.channel_record is 'What is still to be done between us and a channel, and what failed: an order to be read, a SKU or a parcel to be told. Gone when it is done.';
comment on column core.channel_record.name is 'What it is, once an account and kind: number of the order in the channel, id of the variant or of the parcel.';
comment on column core.channel_record.label is 'The same as people know it.';
comment on column core.channel_record.revision is 'Grows when it is wanted again: what came while it was done is not lost.';
comment on column core.channel_record.note is 'Why somebody ignores it.';
create index channel_record_due on core.channel_record (tenant_id, account_id, kind, next_at) where state = 'waiting';
create index channel_record_failed on core.channel_record (tenant_id, account_id, id) where state <> 'waiting';

create table core.channel_stock (
  tenant_id uuid not null,
  account_id uuid not null,
  variant_id uuid not null,
  units bigint not null,
  told_at timestamptz not null,
  primary key (tenant_id, account_id, variant_id),
  foreign key (tenant_id, account_id) references core.channel_account (tenant_id, id)
);
comment on table core.channel_stock is 'What a channel was told last that it may sell of a variant.';

--changeset storelane:0067-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['channel_account','channel_record','channel_stock'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0067-sweep splitStatements:false
-- Names tenants with accounts that a server has to work on, for the sweep of lost marks.
create policy sweep on core.channel_account for select to sweep_owner using (state = 'active');
grant select (tenant_id, state, next_at) on core.channel_account to sweep_owner;
set role sweep_owner;
create function infra.tenants_with_channels() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select a.tenant_id, 'channel', min(a.next_at) from core.channel_account a where a.state = 'active' group by a.tenant_id
  $f$;
revoke all on function infra.tenants_with_channels() from public;
grant execute on function infra.tenants_with_channels() to storelane_infra;
reset role;
