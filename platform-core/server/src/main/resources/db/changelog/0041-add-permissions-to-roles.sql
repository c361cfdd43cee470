--liquibase formatted sql

--changeset storelane:0041-add-permissions-to-roles splitStatements:false
-- A workspace that is older than a permission gets it in the roles that it was given then: those of a new workspace allow as much.
-- The owner's role, which nobody changes, says whether it is older. Roles that the workspace made itself stay as they are.
do $$
declare
  t uuid;
begin
  for t in select id from platform.tenant loop
    perform set_config('app.tenant', t::text, true);
    insert into core.role_permission (tenant_id, role_id, permission)
    select r.tenant_id, r.id, g.permission
    from (values
      ('settings.export', array['owner']),
      ('webhooks.manage', array['owner','administrator']),
      ('fulfilment.view', array['owner','administrator','node_manager','service_manager','service_agent','complaint_specialist',
        'warehouse_manager','logistics_specialist','order_processor']),
      ('fulfilment.manage', array['owner','administrator','node_manager','warehouse_manager','logistics_specialist','order_processor']),
      ('returns.view', array['owner','administrator','node_manager','agency_operator','auditor','service_manager','service_agent',
        'complaint_specialist','warehouse_manager','logistics_specialist','order_processor','finance_manager','accountant',
        'cost_controller']),
      ('returns.manage', array['owner','administrator','node_manager','agency_operator','service_manager','service_agent',
        'complaint_specialist']),
      ('returns.override', array['owner','administrator','node_manager','service_manager'])) g (permission, codes)
    join core.role r on r.tenant_id = t and r.code = any (g.codes)
    where not exists (select from core.role o join core.role_permission p on p.tenant_id = o.tenant_id and p.role_id = o.id
      where o.tenant_id = t and o.code = 'owner' and p.permission = g.permission)
    on conflict do nothing;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;
