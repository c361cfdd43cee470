--liquibase formatted sql

--changeset storelane:0030-add-units-shipped
alter table core.order_line
  add column in_work bigint not null default 0,
  add column shipped bigint not null default 0,
  add column delivered bigint not null default 0,
  add column returned bigint not null default 0;
comment on column core.order_line.in_work is 'Units of reserved that a location works on: they are not cancelled or moved until it gives them back.';
comment on column core.order_line.shipped is 'Units that left; never part of reserved. Of a bundle: those of which a unit of any component left.';
comment on column core.order_line.delivered is 'Units of shipped that arrived. Of a bundle: those that arrived whole.';
comment on column core.order_line.returned is 'Units of shipped that came back. Of a bundle: those that came back whole.';
alter table core.order_line drop constraint order_line_check1;
alter table core.order_line
  add constraint order_line_units check (reserved >= 0 and short >= 0 and shipped >= 0
    and reserved + short + cancelled + shipped <= quantity),
  add constraint order_line_in_work check (in_work between 0 and reserved),
  add constraint order_line_delivered check (delivered between 0 and shipped),
  add constraint order_line_returned check (returned between 0 and shipped);

alter table core.sales_order drop constraint sales_order_fulfilment_state_check;
alter table core.sales_order
  add constraint sales_order_fulfilment_state_check check (fulfilment_state in ('unallocated','partly_allocated','allocated',
    'in_work','partly_shipped','shipped','partly_delivered','delivered')),
  add column refused_by uuid[] not null default '{}';
comment on column core.sales_order.refused_by is 'Locations that gave units of it back: the router leaves them out.';

alter table core.reservation
  add column in_work bigint not null default 0,
  add constraint reservation_in_work check (in_work between 0 and quantity);
comment on column core.reservation.in_work is 'Units of quantity that the location works on.';

alter table core.order_setting add column ship_unpaid boolean not null default false;
comment on column core.order_setting.ship_unpaid is 'True if orders are shipped before they are paid.';
