--liquibase formatted sql

--changeset storelane:0045-keys
-- Lines and entries are written in the transaction that writes their order or holds its row, and nobody may delete an order: the key
-- would look each of them up once more.
alter table core.order_line drop constraint order_line_tenant_id_order_id_fkey;
alter table core.order_entry drop constraint order_entry_tenant_id_order_id_fkey;
revoke delete on core.sales_order from core_rt;

--changeset storelane:0045-indexes
-- Nobody asks for the lines of a variant; the number of a channel is found by way of the channels, of which there are few.
drop index core.order_line_variant;
drop index core.sales_order_external;
drop index core.sales_order_customer;
create index sales_order_customer on core.sales_order (tenant_id, customer_id, placed_at) where customer_id is not null;

--changeset storelane:0045-reference
-- The number of the order stands at what is held for it, so that its moves need not be found by it.
alter table core.reservation add column reference text not null default '';
comment on column core.reservation.reference is 'Number of the order; it stays in the history of those, too, who do not see the order.';
alter table core.reservation no force row level security;
alter table core.sales_order no force row level security;
update core.reservation r set reference = o.number from core.sales_order o
  where o.tenant_id = r.tenant_id and o.id = r.order_id;
alter table core.reservation force row level security;
alter table core.sales_order force row level security;
drop index core.stock_move_reference;
create index stock_move_reference on core.stock_move (tenant_id, reference_id) where reference_type <> 'order';
