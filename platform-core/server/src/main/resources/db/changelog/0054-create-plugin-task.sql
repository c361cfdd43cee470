--liquibase formatted sql

--changeset storelane:0054-create-plugin-task
create table core.plugin_task (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  next_at timestamptz not null,
  fault text not null default '',
  primary key (tenant_id, plugin_id, name)
);
comment on table core.plugin_task is 'When plugins work for a workspace the next time.';
comment on column core.plugin_task.next_at is 'While a server works, when that is taken for lost.';
comment on column core.plugin_task.fault is 'Why the last run failed; empty if it did not.';
create index plugin_task_due on core.plugin_task (tenant_id, next_at);

--changeset storelane:0054-wall splitStatements:false
do $$ begin
  alter table core.plugin_task enable row level security;
  alter table core.plugin_task force row level security;
  create policy tenant on core.plugin_task using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.plugin_task to core_rt;
end $$;

--changeset storelane:0054-sweep splitStatements:false
create policy sweep on core.plugin_task for select to sweep_owner using (true);
grant select (tenant_id, next_at) on core.plugin_task to sweep_owner;
set role sweep_owner;
create or replace function infra.tenants_with_plugin_events() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'plugin', min(w.next_at) from (
      select d.tenant_id, d.next_at from core.plugin_delivery d where d.state = 'waiting'
      union all select t.tenant_id, t.next_at from core.plugin_task t) w
    group by w.tenant_id
  $f$;
reset role;
