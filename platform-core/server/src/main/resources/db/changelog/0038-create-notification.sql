--liquibase formatted sql

--changeset storelane:0038-create-notification
create table core.notification (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  permission text not null default '',
  node_id uuid,
  count integer not null check (count > 0),
  page text not null,
  detail jsonb not null default '[]',
  shown boolean not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  read_at timestamptz,
  mail_due timestamptz,
  mailed_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id) on delete cascade
);
comment on table core.notification is 'What a person is told. Until it is read, further ones of its kind and node are counted in it.';
comment on column core.notification.permission is 'What the person has to hold at the node to see it still; empty = it is the person''s own.';
comment on column core.notification.page is 'Path below the workspace of the latest thing that it is about.';
comment on column core.notification.shown is 'False if the person wants this kind by mail only.';
comment on column core.notification.mail_due is 'When it goes into a mail; null = not at all, or it has.';
create unique index notification_open on core.notification (tenant_id, user_id, kind, node_id) nulls not distinct where read_at is null;
create index notification_latest on core.notification (tenant_id, user_id, last_at, id);
create index notification_age on core.notification (tenant_id, last_at);
create index notification_mail on core.notification (tenant_id, mail_due) where mail_due is not null;
create index notification_node on core.notification (tenant_id, node_id) where node_id is not null;

create table core.notification_choice (
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null,
  product boolean not null,
  mail boolean not null,
  primary key (tenant_id, user_id, kind)
);
comment on table core.notification_choice is 'How a person wants to be told of a kind; without a row as the kind itself says.';

alter table core.api_key add warned_at timestamptz;
comment on column core.api_key.warned_at is 'When people were told that it ends soon.';
create index api_key_ending on core.api_key (tenant_id, expires_at) where expires_at is not null and revoked_at is null and warned_at is null;

--changeset storelane:0038-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['notification', 'notification_choice'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0038-sweep splitStatements:false
-- The sweep also finds tenants in which a mail about notifications is due, one is older than 90 days, or a key ends within
-- seven days and nobody was told. It sees times, nothing of what they say.
create policy sweep on core.notification for select to sweep_owner using (true);
create policy sweep on core.api_key for select to sweep_owner
  using (expires_at is not null and revoked_at is null and warned_at is null);
grant select (tenant_id, mail_due, last_at) on core.notification to sweep_owner;
grant select (tenant_id, expires_at, revoked_at, warned_at) on core.api_key to sweep_owner;
set role sweep_owner;
create function infra.tenants_with_notices() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    -- one look into the index per tenant for the oldest, not one per notification
    with recursive oldest as (
      (select n.tenant_id, n.last_at from core.notification n order by n.tenant_id, n.last_at limit 1)
      union all
      select m.tenant_id, m.last_at from oldest o cross join lateral (
        select n.tenant_id, n.last_at from core.notification n where n.tenant_id > o.tenant_id
        order by n.tenant_id, n.last_at limit 1) m
    )
    select w.tenant_id, 'notice', min(w.due) from (
      select o.tenant_id, o.last_at + interval '90 days' as due from oldest o
      union all
      select n.tenant_id, n.mail_due from core.notification n where n.mail_due is not null
      union all
      select k.tenant_id, k.expires_at - interval '7 days' from core.api_key k
      where k.expires_at > now() and k.revoked_at is null and k.warned_at is null
    ) w group by w.tenant_id
  $f$;
revoke all on function infra.tenants_with_notices() from public;
grant execute on function infra.tenants_with_notices() to storelane_infra;
reset role;
