--liquibase formatted sql

--changeset storelane:0027-create-tenant-stamp
create table infra.tenant_stamp (
  tenant_id uuid primary key,
  value bigint not null
);
comment on table infra.tenant_stamp is 'A number for each tenant that grows with each change of what servers keep in memory of it; without a row it is 0.';
grant select on infra.tenant_stamp to storelane_infra;
grant select, insert, update on infra.tenant_stamp to sweep_owner;

--changeset storelane:0027-stamp splitStatements:false
-- Once a transaction, as the last thing that it does: nobody waits for a stamp while he holds something that others wait for.
set role sweep_owner;
create function infra.stamp() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    tenant uuid;
  begin
    if tg_nargs = 1 then
      tenant := coalesce(new.id, old.id);
    else
      tenant := coalesce(new.tenant_id, old.tenant_id);
    end if;
    if current_setting('app.stamped', true) is distinct from tenant::text then
      perform set_config('app.stamped', tenant::text, true);
      insert into infra.tenant_stamp (tenant_id, value) values (tenant, 1)
      on conflict (tenant_id) do update set value = tenant_stamp.value + 1;
    end if;
    return null;
  end
  $f$;
revoke all on function infra.stamp() from public;
grant execute on function infra.stamp() to storelane_owner;
reset role;

--changeset storelane:0027-triggers splitStatements:false
do $$
declare
  t text;
begin
  foreach t in array array['core.role','core.role_permission','core.role_assignment','core.org_node','core.order_setting',
      'core.tenant_profile','core.channel','core.channel_authorization','core.product','core.variant','core.bundle_component',
      'core.price_list','core.price','core.price_floor','platform.membership','platform.api_key'] loop
    execute format('create constraint trigger stamp after insert or update or delete on %s deferrable initially deferred '
                || 'for each row execute function infra.stamp()', t);
  end loop;
end $$;
-- the time of its last use is no change
create constraint trigger stamp after insert or delete or update of name, scopes, node_id, expires_at, created_by, revoked_at
  on core.api_key deferrable initially deferred for each row execute function infra.stamp();
create constraint trigger stamp after insert or delete or update of slug, name, status
  on platform.tenant deferrable initially deferred for each row execute function infra.stamp('id');
