--liquibase formatted sql

--changeset storelane:0034-create-secret
create table core.secret_key (
  tenant_id uuid not null,
  keyset bytea not null,
  primary_id bigint not null,
  rotated_at timestamptz not null,
  primary key (tenant_id)
);
comment on table core.secret_key is 'The keys that the secrets of a tenant are sealed with, themselves sealed with the master key of the installation.';
create table core.secret (
  tenant_id uuid not null,
  id uuid not null,
  purpose text not null,
  key_id bigint not null,
  sealed bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on table core.secret is 'What must be read again and may be read by nobody who has only the database: sealed with a key of the tenant, bound to tenant, purpose and id.';
create index secret_by_key on core.secret (tenant_id, key_id);

--changeset storelane:0034-create-webhook
create table core.webhook (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  url text not null,
  types text not null,
  state text not null check (state in ('on','off','disabled','removed')),
  since timestamptz not null,
  failing_since timestamptz,
  succeeded_at timestamptz,
  disabled_for text not null default '',
  secret_id uuid,
  previous_secret_id uuid,
  previous_until timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, secret_id) references core.secret (tenant_id, id),
  foreign key (tenant_id, previous_secret_id) references core.secret (tenant_id, id)
);
comment on table core.webhook is 'Receivers of a workspace to which its events are sent.';
comment on column core.webhook.types is 'Types of events, divided by commas; empty: all.';
comment on column core.webhook.since is 'What happened before is not sent unless a person asks for it.';
comment on column core.webhook.disabled_for is 'The fault that ended it, where the state is disabled.';
create unique index webhook_name on core.webhook (tenant_id, name) where state <> 'removed';
create index webhook_secret on core.webhook (tenant_id, secret_id);
create index webhook_previous_secret on core.webhook (tenant_id, previous_secret_id);

create sequence core.webhook_place;
create table core.webhook_delivery (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid not null,
  place bigint not null default nextval('core.webhook_place'),
  type text not null,
  object_type text not null,
  object_id uuid not null,
  happened_at timestamptz not null,
  state text not null check (state in ('queued','waiting','delivered','dead','discarded')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  status integer,
  fault text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, webhook_id, event_id),
  foreign key (tenant_id, webhook_id) references core.webhook (tenant_id, id)
);
comment on table core.webhook_delivery is 'An event on its way to a receiver. Of those of one object the first is waiting, the others are queued behind it.';
comment on column core.webhook_delivery.place is 'Those of one object are sent in this order.';
comment on column core.webhook_delivery.next_at is 'When it is due; while it is under way, when it is taken for lost.';
create index webhook_delivery_due on core.webhook_delivery (tenant_id, webhook_id, next_at) where state = 'waiting';
create unique index webhook_delivery_head on core.webhook_delivery (tenant_id, webhook_id, object_id) where state = 'waiting';
create index webhook_delivery_queued on core.webhook_delivery (tenant_id, webhook_id, object_id, place) where state = 'queued';
create index webhook_delivery_dead on core.webhook_delivery (tenant_id, created_at, id) where state = 'dead';
create index webhook_delivery_list on core.webhook_delivery (tenant_id, created_at, id);
create index webhook_delivery_object on core.webhook_delivery (tenant_id, object_id);
create index webhook_delivery_event on core.webhook_delivery (tenant_id, event_id);

create table core.webhook_attempt (
  tenant_id uuid not null,
  delivery_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  millis bigint not null,
  status integer,
  fault text not null,
  answer text not null,
  primary key (tenant_id, delivery_id, id),
  foreign key (tenant_id, delivery_id) references core.webhook_delivery (tenant_id, id) on delete cascade
);
comment on table core.webhook_attempt is 'What came of each try to send a delivery.';
comment on column core.webhook_attempt.answer is 'The beginning of what the receiver answered.';
grant usage on sequence core.webhook_place to core_rt;

insert into platform.plan_limit (plan_code, name, value) values ('trial', 'webhooks', 20);

--changeset storelane:0034-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['secret_key','secret','webhook','webhook_delivery','webhook_attempt'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0034-sweep splitStatements:false
-- Names tenants with deliveries that wait, for the sweep, and those that have a receiver: their events are not patient.
create policy sweep on core.webhook_delivery for select to sweep_owner using (state = 'waiting');
create policy sweep on core.webhook for select to sweep_owner using (state = 'on');
grant select (tenant_id, state, next_at) on core.webhook_delivery to sweep_owner;
grant select (tenant_id, state) on core.webhook to sweep_owner;
set role sweep_owner;
create function infra.tenants_with_deliveries() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'webhook', d.due
    from (select distinct h.tenant_id from core.webhook h where h.state = 'on') w
    cross join lateral (select min(x.next_at) as due from core.webhook_delivery x
      where x.tenant_id = w.tenant_id and x.state = 'waiting') d
    where d.due is not null
  $f$;
create function infra.tenants_with_webhooks() returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$ select distinct h.tenant_id from core.webhook h where h.state = 'on' $f$;
revoke all on function infra.tenants_with_deliveries() from public;
revoke all on function infra.tenants_with_webhooks() from public;
grant execute on function infra.tenants_with_deliveries() to storelane_infra;
grant execute on function infra.tenants_with_webhooks() to storelane_infra;
reset role;
