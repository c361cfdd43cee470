--liquibase formatted sql

--changeset storelane:0037-create-order-day
create table core.order_day (
  tenant_id uuid not null,
  day date not null,
  node_id uuid not null,
  channel_id uuid not null,
  currency text collate "C" not null,
  orders bigint not null,
  cancelled bigint not null,
  sales bigint not null,
  units bigint not null,
  refunded bigint not null,
  first_orders bigint not null,
  repeat_orders bigint not null,
  primary key (tenant_id, day, node_id, channel_id, currency)
);
comment on table core.order_day is 'What the orders placed on a day come to at present, kept by a consumer of their events.';
comment on column core.order_day.day is 'In the zone of the workspace.';
comment on column core.order_day.sales is 'Totals of orders that are not cancelled, minor units.';
comment on column core.order_day.first_orders is 'Orders that are the first of their customer: as many as there are new customers.';
create table core.order_counted (
  tenant_id uuid not null,
  order_id uuid not null,
  day date not null,
  node_id uuid not null,
  channel_id uuid not null,
  currency text collate "C" not null,
  cancelled boolean not null,
  sales bigint not null,
  units bigint not null,
  refunded bigint not null,
  customer_id uuid,
  first boolean not null,
  build integer not null,
  primary key (tenant_id, order_id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
) with (fillfactor = 90);
comment on table core.order_counted is 'What each order was counted as in core.order_day: a change of it moves the difference.';
comment on column core.order_counted.build is 'Rows of an older count than that of core.order_day_state count as none.';
create index order_counted_first on core.order_counted (tenant_id, customer_id) where first;
create table core.order_day_state (
  tenant_id uuid not null,
  zone text not null,
  build integer not null default 0,
  walked_to uuid,
  complete boolean not null default true,
  primary key (tenant_id)
);
comment on table core.order_day_state is 'How far the days of orders are counted anew; without a row nothing was counted yet.';
comment on column core.order_day_state.walked_to is 'Order up to which a new count has come; null = at the beginning.';

--changeset storelane:0037-wall-order-day splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['order_day','order_counted','order_day_state'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
