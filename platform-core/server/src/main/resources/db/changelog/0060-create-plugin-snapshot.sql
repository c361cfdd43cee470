--liquibase formatted sql

--changeset storelane:0060-create-plugin-snapshot
create table core.plugin_snapshot (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  state text not null check (state in ('new','reading','read','done')),
  position text not null default '',
  things bigint not null default 0,
  attempts integer not null default 0,
  fault text not null default '',
  next_at timestamptz not null,
  begun_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, plugin_id, name)
);
comment on table core.plugin_snapshot is 'How far a plugin has been brought what it keeps a view of. Until that is done its events wait.';
comment on column core.plugin_snapshot.position is 'After what the next page begins.';
comment on column core.plugin_snapshot.next_at is 'When it goes on; while a server works, when that is taken for lost.';
create index plugin_snapshot_due on core.plugin_snapshot (tenant_id, next_at) where state <> 'done';

--changeset storelane:0060-wall splitStatements:false
do $$ begin
  alter table core.plugin_snapshot enable row level security;
  alter table core.plugin_snapshot force row level security;
  create policy tenant on core.plugin_snapshot using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.plugin_snapshot to core_rt;
end $$;

--changeset storelane:0060-sweep splitStatements:false
create policy sweep on core.plugin_snapshot for select to sweep_owner using (state <> 'done');
grant select (tenant_id, state, next_at) on core.plugin_snapshot to sweep_owner;
set role sweep_owner;
create or replace function infra.tenants_with_plugin_events() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'plugin', min(w.next_at) from (
      select d.tenant_id, d.next_at from core.plugin_delivery d where d.state = 'waiting'
      union all select t.tenant_id, t.next_at from core.plugin_task t
      union all select s.tenant_id, s.next_at from core.plugin_snapshot s where s.state <> 'done') w
    group by w.tenant_id
  $f$;
reset role;
