--liquibase formatted sql

--changeset storelane:0029-keys
-- Each row of an order is written once and found by its order: one index for the key and for the way to it, in place of two.
alter table core.order_discount drop constraint order_discount_tenant_id_line_id_fkey;
alter table core.order_line drop constraint order_line_pkey, add primary key (tenant_id, order_id, id);
drop index core.order_line_order;
alter table core.order_discount add foreign key (tenant_id, order_id, line_id) references core.order_line (tenant_id, order_id, id);
drop index core.order_discount_line;
alter table core.order_entry drop constraint order_entry_pkey, add primary key (tenant_id, order_id, id);
drop index core.order_entry_order;
alter table core.reservation drop constraint reservation_pkey, add primary key (tenant_id, order_id, id);
drop index core.reservation_order;
alter table core.stock_move drop constraint stock_move_pkey, add primary key (tenant_id, variant_id, at, id);
drop index core.stock_move_variant;

--changeset storelane:0029-sites
-- Which locations ship is kept in memory, so those who add orders of several tenants need not read them.
create constraint trigger stamp after insert or update or delete on core.location deferrable initially deferred
  for each row execute function infra.stamp();
drop policy intake_read on core.location;
revoke select on core.location from intake_rt;

--changeset storelane:0029-level
-- Whoever inserts a reservation raises the level in the same transaction and undoes all if it is not there. The key would lock each
-- level once more.
alter table core.reservation drop constraint reservation_tenant_id_variant_id_location_id_fkey;
