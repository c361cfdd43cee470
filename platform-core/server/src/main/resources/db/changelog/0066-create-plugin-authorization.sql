--liquibase formatted sql

--changeset storelane:0066-create-plugin-authorization
create table platform.plugin_authorization (
  state_hash bytea primary key,
  tenant_id uuid not null references platform.tenant,
  plugin_id text not null,
  user_id uuid not null,
  verifier text not null,
  expires_at timestamptz not null
);
comment on table platform.plugin_authorization is 'Finds workspace and person of an authorization that comes back from another system; taken once.';
comment on column platform.plugin_authorization.state_hash is 'SHA-256 of a random state of 256 bits.';
comment on column platform.plugin_authorization.verifier is 'Of PKCE: worth nothing without the code that the other system sends.';
create index plugin_authorization_end on platform.plugin_authorization (expires_at);
create index plugin_authorization_tenant on platform.plugin_authorization (tenant_id);
grant select, insert, delete on platform.plugin_authorization to platform_rt;

--changeset storelane:0066-end-dead-calls
alter table core.plugin_call no force row level security;
update core.plugin_call set next_at = received_at + interval '30 days' where state = 'dead';
alter table core.plugin_call force row level security;
drop index core.plugin_call_due;
create index plugin_call_due on core.plugin_call (tenant_id, next_at) where state <> 'done';
comment on column core.plugin_call.next_at is 'When it is tried next; of one that is dead, when it goes.';

--changeset storelane:0066-sweep splitStatements:false
drop policy sweep on core.plugin_call;
create policy sweep on core.plugin_call for select to sweep_owner using (state <> 'done');
set role sweep_owner;
create or replace function infra.tenants_with_plugin_events() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'plugin', min(w.next_at) from (
      select d.tenant_id, d.next_at from core.plugin_delivery d where d.state = 'waiting'
      union all select t.tenant_id, t.next_at from core.plugin_task t
      union all select c.tenant_id, c.next_at from core.plugin_call c where c.state <> 'done'
      union all select s.tenant_id, s.next_at from core.plugin_snapshot s where s.state <> 'done') w
    group by w.tenant_id
  $f$;
reset role;
