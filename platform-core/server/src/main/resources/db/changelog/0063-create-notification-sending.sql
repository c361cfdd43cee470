--liquibase formatted sql

--changeset storelane:0063-create-notification-sending
create table core.notification_way (
  tenant_id uuid not null,
  user_id uuid not null,
  kind text not null,
  way text not null,
  primary key (tenant_id, user_id, kind, way)
);
comment on table core.notification_way is 'Ways of plugins by which a person wants to be told of a kind; without a row not by them.';
comment on column core.notification_way.way is 'Id of the plugin, slash, its name for the way.';
create table core.notification_sending (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text not null,
  permission text not null default '',
  node_id uuid,
  way text not null,
  count integer not null check (count > 0),
  page text not null,
  detail jsonb not null default '[]',
  last_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting','dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  fault text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id) on delete cascade
);
comment on table core.notification_sending is 'What people are to be told by ways of plugins. Until it was tried, further ones of its kind and node are counted in it.';
create unique index notification_sending_open on core.notification_sending (tenant_id, user_id, kind, way, node_id) nulls not distinct
  where state = 'waiting' and attempts = 0;
create index notification_sending_due on core.notification_sending (tenant_id, next_at) where state = 'waiting';
create index notification_sending_dead on core.notification_sending (tenant_id, way) where state = 'dead';
create index notification_sending_age on core.notification_sending (tenant_id, last_at);
create index notification_sending_node on core.notification_sending (tenant_id, node_id) where node_id is not null;

--changeset storelane:0063-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['notification_way','notification_sending'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0063-sweep splitStatements:false
create policy sweep on core.notification_sending for select to sweep_owner using (state = 'waiting');
grant select (tenant_id, state, next_at) on core.notification_sending to sweep_owner;
set role sweep_owner;
create or replace function infra.tenants_with_notices() returns table (tenant_id uuid, queue text, due timestamptz)
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
    union all
    select s.tenant_id, 'sending', min(s.next_at) from core.notification_sending s where s.state = 'waiting' group by s.tenant_id
  $f$;
reset role;
