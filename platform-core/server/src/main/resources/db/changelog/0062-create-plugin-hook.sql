--liquibase formatted sql

--changeset storelane:0062-create-plugin-hook
create table platform.plugin_hook (
  token_hash bytea primary key,
  tenant_id uuid not null references platform.tenant,
  plugin_id text not null,
  unique (tenant_id, plugin_id)
);
comment on table platform.plugin_hook is 'Finds the tenant of a call to a plugin. SHA-256 of a random token of 256 bits.';
grant select, insert, delete on platform.plugin_hook to platform_rt;
create table core.plugin_hook (
  tenant_id uuid not null,
  plugin_id text not null,
  secret_id uuid not null,
  since timestamptz not null,
  primary key (tenant_id, plugin_id),
  foreign key (tenant_id, secret_id) references core.secret (tenant_id, id)
);
comment on table core.plugin_hook is 'Addresses at which other systems call plugins; the token is sealed.';
create index plugin_hook_secret on core.plugin_hook (tenant_id, secret_id);
create table core.plugin_call (
  tenant_id uuid not null,
  id uuid not null,
  plugin_id text not null,
  received_at timestamptz not null,
  query text not null,
  headers jsonb not null,
  body bytea not null,
  state text not null check (state in ('waiting','done','dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  fault text not null default '',
  primary key (tenant_id, id)
);
comment on table core.plugin_call is 'Calls of other systems to plugins, as they came; those that were taken go after some days.';
create index plugin_call_due on core.plugin_call (tenant_id, next_at) where state = 'waiting';
create index plugin_call_of on core.plugin_call (tenant_id, plugin_id, id);
create index plugin_call_old on core.plugin_call (tenant_id, received_at) where state = 'done';

--changeset storelane:0062-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['plugin_hook','plugin_call'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0062-sweep splitStatements:false
create policy sweep on core.plugin_call for select to sweep_owner using (state = 'waiting');
grant select (tenant_id, state, next_at) on core.plugin_call to sweep_owner;
set role sweep_owner;
create or replace function infra.tenants_with_plugin_events() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'plugin', min(w.next_at) from (
      select d.tenant_id, d.next_at from core.plugin_delivery d where d.state = 'waiting'
      union all select t.tenant_id, t.next_at from core.plugin_task t
      union all select c.tenant_id, c.next_at from core.plugin_call c where c.state = 'waiting'
      union all select s.tenant_id, s.next_at from core.plugin_snapshot s where s.state <> 'done') w
    group by w.tenant_id
  $f$;
reset role;
