--liquibase formatted sql

--changeset storelane:0021-event-newcomer splitStatements:false
-- Tenants whose log one of these consumers has never read: a consumer that comes with a new release reaches those, too,
-- in which nothing happens any more. Ids only, as the sweep.
set role sweep_owner;
create function infra.tenants_unread(consumers text[]) returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    with recursive tenants as (
      (select e.tenant_id from core.event e order by e.tenant_id limit 1)
      union all
      select (select e.tenant_id from core.event e where e.tenant_id > t.tenant_id order by e.tenant_id limit 1)
      from tenants t where t.tenant_id is not null
    )
    select t.tenant_id from tenants t where t.tenant_id is not null and exists (
      select from unnest(consumers) c where not exists (
        select from core.event_cursor k where k.tenant_id = t.tenant_id and k.consumer = c))
  $f$;
revoke all on function infra.tenants_unread(text[]) from public;
grant execute on function infra.tenants_unread(text[]) to storelane_infra;
reset role;
