--liquibase formatted sql

--changeset storelane:0026-intake splitStatements:false
-- Orders of several tenants are written by the same statements: one round trip and one plan for all of them. The role that does so
-- adds what an order consists of, for the tenants that its transaction names, and can neither read nor change anything else.
do $$
declare
  named constant text := '(strpos(current_setting(''app.tenants'', true), tenant_id::text) > 0)';
  t text;
begin
  foreach t in array array['sales_order','order_line','order_discount','order_payment','order_task','order_entry','reservation',
      'stock_move','event','audit_entry'] loop
    execute format('create policy intake on core.%I for insert to intake_rt with check %s', t, named);
    execute format('grant insert on core.%I to intake_rt', t);
  end loop;
  foreach t in array array['sales_order','stock_level','location','org_node'] loop
    execute format('create policy intake_read on core.%I for select to intake_rt using %s', t, named);
  end loop;
  foreach t in array array['stock_level','org_node'] loop
    execute format('create policy intake_change on core.%I for update to intake_rt using %s with check %s', t, named, named);
  end loop;
end $$;
grant select (tenant_id, id, org_path) on core.sales_order to intake_rt;
grant select on core.stock_level, core.location to intake_rt;
grant update (reserved) on core.stock_level to intake_rt;
grant select (tenant_id, id, path) on core.org_node to intake_rt;
-- a lock for key share asks for it; nothing is changed
grant update (version) on core.org_node to intake_rt;
