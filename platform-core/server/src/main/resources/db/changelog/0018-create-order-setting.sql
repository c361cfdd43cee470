--liquibase formatted sql

--changeset storelane:0018-create-order-setting
create table core.order_setting (
  tenant_id uuid not null,
  hold_minutes integer check (hold_minutes between 1 and 525600),
  tax_rate_bp integer not null default 0 check (tax_rate_bp between 0 and 10000),
  version bigint not null default 0,
  primary key (tenant_id)
);
comment on table core.order_setting is 'How a workspace takes orders in; without a row nothing was set yet.';
comment on column core.order_setting.hold_minutes is 'How long units are held for an order that is not paid; null = for ever.';
comment on column core.order_setting.tax_rate_bp is 'Rate of lines that name none, in basis points: 1300 = 13 %.';

--changeset storelane:0018-wall splitStatements:false
do $$
begin
  alter table core.order_setting enable row level security;
  alter table core.order_setting force row level security;
  create policy tenant on core.order_setting using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update on core.order_setting to core_rt;
end $$;

--changeset storelane:0018-sweep splitStatements:false
-- The sweep also finds tenants whose reservations end by themselves, and when the first one does; nothing else of them.
create policy sweep on core.reservation for select to sweep_owner using (state = 'held' and expires_at is not null);
grant select (tenant_id, state, expires_at) on core.reservation to sweep_owner;
set role sweep_owner;
create function infra.tenants_with_expiring_units() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    -- one look into the index per tenant, not one per reservation
    with recursive soonest as (
      (select r.tenant_id, r.expires_at from core.reservation r where r.state = 'held' and r.expires_at is not null
       order by r.tenant_id, r.expires_at limit 1)
      union all
      select n.tenant_id, n.expires_at from soonest s cross join lateral (
        select r.tenant_id, r.expires_at from core.reservation r
        where r.state = 'held' and r.expires_at is not null and r.tenant_id > s.tenant_id
        order by r.tenant_id, r.expires_at limit 1) n
    )
    select s.tenant_id, 'expiry', s.expires_at from soonest s
  $f$;
revoke all on function infra.tenants_with_expiring_units() from public;
grant execute on function infra.tenants_with_expiring_units() to storelane_infra;
reset role;
