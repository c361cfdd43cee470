--liquibase formatted sql

--changeset storelane:0003-create-infra
-- Layout of Spring Session JDBC (names are its own).
create table infra.web_session (
  primary_id char(36) not null primary key,
  session_id char(36) not null unique,
  creation_time bigint not null,
  last_access_time bigint not null,
  max_inactive_interval int not null,
  expiry_time bigint not null,
  principal_name varchar(100)
);
create index web_session_expiry on infra.web_session (expiry_time);
create index web_session_principal on infra.web_session (principal_name);
create table infra.web_session_attributes (
  session_primary_id char(36) not null references infra.web_session (primary_id) on delete cascade,
  attribute_name varchar(200) not null,
  attribute_bytes bytea not null,
  primary key (session_primary_id, attribute_name)
);
create table infra.oidc_session (
  session_id text primary key,
  sid text,
  subject text not null,
  created_at timestamptz not null
);
create index oidc_session_sid on infra.oidc_session (sid);
create index oidc_session_subject on infra.oidc_session (subject);

-- Layout of db-scheduler (names are its own).
create table infra.scheduled_tasks (
  task_name text not null,
  task_instance text not null,
  task_data bytea,
  execution_time timestamptz not null,
  picked boolean not null,
  picked_by text,
  last_success timestamptz,
  last_failure timestamptz,
  consecutive_failures int,
  last_heartbeat timestamptz,
  version bigint not null,
  priority smallint,
  primary key (task_name, task_instance)
);
create index scheduled_tasks_execution on infra.scheduled_tasks (execution_time);
create index scheduled_tasks_heartbeat on infra.scheduled_tasks (last_heartbeat);

create table infra.ready (
  tenant_id uuid not null,
  queue text not null,
  due timestamptz not null,
  primary key (tenant_id, queue)
);
create index ready_due on infra.ready (queue, due);
grant select, insert, update, delete on all tables in schema infra to storelane_infra;

--changeset storelane:0003-sweep splitStatements:false
-- Names tenants that have waiting work, and nothing else of them: repairs ready marks that a killed process lost.
-- sweep_owner sees only waiting rows of the queue tables; the function is the one way to act as it.
create policy sweep on core.mail for select to sweep_owner using (state = 'waiting');
grant select (tenant_id, state, next_at) on core.mail to sweep_owner;
create function infra.tenants_with_work() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$ select m.tenant_id, 'mail', min(m.next_at) from core.mail m where m.state = 'waiting' group by m.tenant_id $f$;
alter function infra.tenants_with_work() owner to sweep_owner;
revoke all on function infra.tenants_with_work() from public;
grant execute on function infra.tenants_with_work() to storelane_infra;

--changeset storelane:0003-sweep-rights splitStatements:true
-- Only its owner can take a function's rights from everybody, and the owner role does not inherit that.
set role sweep_owner;
revoke all on function infra.tenants_with_work() from public;
grant execute on function infra.tenants_with_work() to storelane_infra;
reset role;
