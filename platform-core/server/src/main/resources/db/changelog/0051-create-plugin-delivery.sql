--liquibase formatted sql

--changeset storelane:0051-create-plugin-delivery
create table core.plugin_delivery (
  tenant_id uuid not null,
  id uuid not null,
  plugin_id text not null,
  event_id uuid not null,
  place bigint generated always as identity,
  type text not null,
  object_id uuid not null,
  state text not null check (state in ('waiting','dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  fault text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, plugin_id, event_id)
);
comment on table core.plugin_delivery is 'An event on its way to a plugin; gone when the plugin has taken it. Of those of one object the first is tried, the others wait behind it.';
comment on column core.plugin_delivery.next_at is 'When it is due; while the plugin has it, when that is taken for lost.';
create index plugin_delivery_line on core.plugin_delivery (tenant_id, plugin_id, object_id, place) where state = 'waiting';
create index plugin_delivery_due on core.plugin_delivery (tenant_id, next_at) where state = 'waiting';

--changeset storelane:0051-wall splitStatements:false
do $$ begin
  alter table core.plugin_delivery enable row level security;
  alter table core.plugin_delivery force row level security;
  create policy tenant on core.plugin_delivery using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.plugin_delivery to core_rt;
end $$;

--changeset storelane:0051-sweep splitStatements:false
-- Names tenants with events that a plugin has yet to take, for the sweep of lost marks.
create policy sweep on core.plugin_delivery for select to sweep_owner using (state = 'waiting');
grant select (tenant_id, state, next_at) on core.plugin_delivery to sweep_owner;
set role sweep_owner;
create function infra.tenants_with_plugin_events() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select d.tenant_id, 'plugin', min(d.next_at) from core.plugin_delivery d where d.state = 'waiting' group by d.tenant_id
  $f$;
revoke all on function infra.tenants_with_plugin_events() from public;
grant execute on function infra.tenants_with_plugin_events() to storelane_infra;
reset role;
