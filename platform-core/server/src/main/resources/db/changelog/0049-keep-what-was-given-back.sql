--liquibase formatted sql

--changeset storelane:0049-keep-what-was-given-back
alter table core.sales_order
  add column credited bigint not null default 0 check (credited >= 0),
  add column exchanged bigint not null default 0 check (exchanged >= 0);
comment on column core.sales_order.credited is 'What was refunded for goods that came back, minor units: part of refunded, and not owed again.';
comment on column core.sales_order.exchanged is 'Worth of goods that came back and were replaced, minor units: no money goes back for them.';

--changeset storelane:0049-from-returns splitStatements:false
do $$
declare
  t uuid;
begin
  for t in select id from platform.tenant loop
    perform set_config('app.tenant', t::text, true);
    update core.sales_order o set credited = r.credited, exchanged = r.exchanged
    from (select m.order_id, sum(m.refunded + m.shipping_refunded) as credited,
        coalesce((select sum(b.exchanged) from core.rma_balance b where b.tenant_id = t and b.order_id = m.order_id), 0) as exchanged
      from core.rma m where m.tenant_id = t group by m.order_id) r
    where o.tenant_id = t and o.id = r.order_id and (r.credited > 0 or r.exchanged > 0);
  end loop;
  perform set_config('app.tenant', '', true);
end $$;

--changeset storelane:0049-auditors-see-fulfilment splitStatements:false
do $$
declare
  t uuid;
begin
  for t in select id from platform.tenant loop
    perform set_config('app.tenant', t::text, true);
    insert into core.role_permission (tenant_id, role_id, permission)
    select r.tenant_id, r.id, 'fulfilment.view' from core.role r where r.tenant_id = t and r.code = 'auditor'
    on conflict do nothing;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;
