-- Roles and schemas of one Storelane database. Run by an administrator (superuser or CREATEROLE) before the first
-- start; idempotent, so it may run before every start. Passwords of the login roles are set by the operator.
--
--   storelane_owner   LOGIN    owns the tables, runs the change sets, serves no request
--   storelane_app     LOGIN    the server's pool; has no right of its own, may only SET ROLE
--   storelane_infra   LOGIN    sessions, scheduler, ready marks; schema infra only
--   platform_rt       NOLOGIN  schema platform
--   core_rt           NOLOGIN  schema core, under row-level security
--   intake_rt         NOLOGIN  adds orders of several tenants at once, those that its transaction names
--   sweep_owner       NOLOGIN  owns the functions that name tenants with waiting work and tell the age of transactions
--   search_owner      NOLOGIN  owns the text of records and the functions that search it
--   ops               NOLOGIN  break-glass, BYPASSRLS, granted by hand and audited
do $$
declare r text;
begin
  foreach r in array array['storelane_owner','storelane_app','storelane_infra'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I login noinherit', r);
    end if;
  end loop;
  foreach r in array array['platform_rt','core_rt','intake_rt','sweep_owner','search_owner','ops'] loop
    if not exists (select from pg_roles where rolname = r) then
      execute format('create role %I nologin', r);
    end if;
  end loop;
  if not exists (select from pg_roles where rolname = 'plugin_owner') then
    create role plugin_owner login noinherit createrole;
  end if;
end $$;

alter role ops bypassrls;
-- the age of transactions of all databases; no login has this role
grant pg_read_all_stats to sweep_owner with inherit true;
grant platform_rt to storelane_app with inherit false, set true;
grant core_rt to storelane_app with inherit false, set true;
grant intake_rt to storelane_app with inherit false, set true;
grant sweep_owner to storelane_owner with inherit false, set true;
grant search_owner to storelane_owner with inherit false, set true;
alter role storelane_app set idle_in_transaction_session_timeout = '15s';
alter role storelane_infra set idle_in_transaction_session_timeout = '15s';

do $$ begin
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect on database %I to storelane_owner, storelane_app, storelane_infra, plugin_owner', current_database());
  execute format('grant create on database %I to storelane_owner, plugin_owner', current_database());
end $$;
revoke all on schema public from public;

create schema if not exists platform authorization storelane_owner;
create schema if not exists core authorization storelane_owner;
create schema if not exists infra authorization storelane_owner;
grant usage on schema platform to platform_rt, core_rt;
grant usage on schema core to core_rt, intake_rt, sweep_owner;
grant usage, create on schema core to search_owner;
grant create on schema infra to sweep_owner;
grant usage on schema infra to storelane_infra, sweep_owner;
