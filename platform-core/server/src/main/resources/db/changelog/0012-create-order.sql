--liquibase formatted sql

--changeset storelane:0012-create-order
create table core.customer (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('person','company')),
  name text not null,
  phone text not null default '',
  email text not null default '',
  id_number text not null default '',
  node_id uuid not null,
  org_path text collate "C" not null,
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id)
);
comment on table core.customer is 'Who buys; never somebody who signs in.';
create index customer_phone on core.customer (tenant_id, phone) where phone <> '';
create index customer_email on core.customer (tenant_id, email) where email <> '';

create table core.sales_order (
  tenant_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  channel_id uuid not null,
  external_id text collate "C" not null,
  source text not null check (source in ('api','manual','channel')),
  node_id uuid not null,
  org_path text collate "C" not null,
  customer_id uuid,
  state text not null check (state in ('open','cancelled','completed')),
  payment_state text not null check (payment_state in ('unpaid','partly_paid','paid','partly_refunded','refunded')),
  fulfilment_state text not null check (fulfilment_state in ('unallocated','partly_allocated','allocated','in_work','shipped','delivered')),
  aftersales_state text not null check (aftersales_state in ('none','requested','in_work','closed')),
  held boolean not null default false,
  hold_reason text not null default '',
  currency text not null,
  tax_included boolean not null,
  subtotal bigint not null,
  discount bigint not null,
  shipping bigint not null,
  tax bigint not null,
  total bigint not null,
  paid bigint not null default 0,
  refunded bigint not null default 0,
  buyer_name text not null default '',
  buyer_phone text not null default '',
  buyer_email text not null default '',
  ship_name text not null default '',
  ship_phone text not null default '',
  ship_country text not null default '',
  ship_region text not null default '',
  ship_province text not null default '',
  ship_city text not null default '',
  ship_district text not null default '',
  ship_street text not null default '',
  ship_postal_code text not null default '',
  invoice_kind text not null default 'none' check (invoice_kind in ('none','person','company')),
  invoice_title text not null default '',
  invoice_tax_number text not null default '',
  sales_person_id uuid,
  assignee_id uuid,
  note text not null default '',
  tags text[] not null default '{}',
  lines integer not null,
  units bigint not null,
  placed_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  unique (tenant_id, channel_id, external_id),
  foreign key (tenant_id, channel_id) references core.channel (tenant_id, id),
  foreign key (tenant_id, customer_id) references core.customer (tenant_id, id)
) with (fillfactor = 85);
comment on column core.sales_order.external_id is 'Number of the order in the channel; the order''s own id where the channel has none.';
create index sales_order_placed on core.sales_order (tenant_id, placed_at, id);
create index sales_order_state on core.sales_order (tenant_id, state, fulfilment_state, placed_at, id);
create index sales_order_path on core.sales_order (tenant_id, org_path, placed_at, id);
create index sales_order_customer on core.sales_order (tenant_id, customer_id, placed_at);
create index sales_order_external on core.sales_order (tenant_id, external_id);
create index sales_order_buyer_phone on core.sales_order (tenant_id, buyer_phone) where buyer_phone <> '';
create index sales_order_ship_phone on core.sales_order (tenant_id, ship_phone) where ship_phone <> '';
create index sales_order_held on core.sales_order (tenant_id, placed_at, id) where held;
create index sales_order_assignee on core.sales_order (tenant_id, assignee_id, placed_at, id) where assignee_id is not null;

create table core.order_line (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  position integer not null,
  kind text not null check (kind in ('goods','service','bundle','gift')),
  parent_id uuid,
  variant_id uuid,
  sku text not null,
  title text not null,
  quantity bigint not null check (quantity > 0),
  cancelled bigint not null default 0 check (cancelled between 0 and quantity),
  reserved bigint not null default 0,
  short bigint not null default 0,
  unit_price bigint not null check (unit_price >= 0),
  discount bigint not null default 0,
  tax bigint not null default 0,
  total bigint not null,
  tax_rate_bp integer not null default 0 check (tax_rate_bp between 0 and 10000),
  primary key (tenant_id, id),
  check (reserved >= 0 and short >= 0 and reserved + short + cancelled <= quantity),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
) with (fillfactor = 85);
comment on column core.order_line.parent_id is 'The bundle line that a component line belongs to; component lines carry stock and no money.';
comment on column core.order_line.short is 'Units that no location has; never part of reserved.';
comment on column core.order_line.tax_rate_bp is 'Basis points: 1300 = 13 %.';
create index order_line_order on core.order_line (tenant_id, order_id, position);
create index order_line_variant on core.order_line (tenant_id, variant_id, id);

create table core.order_discount (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  code text not null,
  label text not null,
  amount bigint not null check (amount > 0),
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id),
  foreign key (tenant_id, line_id) references core.order_line (tenant_id, id)
);
comment on table core.order_discount is 'The share of each discount that each line bears; the shares of a discount add up to it.';
create index order_discount_order on core.order_discount (tenant_id, order_id);
create index order_discount_line on core.order_discount (tenant_id, line_id);

create table core.order_payment (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  kind text not null check (kind in ('payment','refund')),
  method text not null,
  reference text not null default '',
  amount bigint not null check (amount > 0),
  at timestamptz not null,
  actor_id uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
);
create index order_payment_order on core.order_payment (tenant_id, order_id);
create unique index order_payment_reference on core.order_payment (tenant_id, order_id, kind, method, reference) where reference <> '';

create table core.order_entry (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  kind text not null,
  detail jsonb not null default '{}',
  note text not null default '',
  actor_id uuid,
  actor_name text not null default '',
  at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
);
comment on table core.order_entry is 'What happened to an order, oldest first by id: its timeline, notes included.';
create index order_entry_order on core.order_entry (tenant_id, order_id, id);

create table core.order_task (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_id uuid,
  fault text not null,
  detail jsonb not null default '{}',
  state text not null default 'open' check (state in ('open','done')),
  org_path text collate "C" not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
);
comment on table core.order_task is 'A fault of an order that a person has to put right; an order is on hold while one is open.';
create index order_task_order on core.order_task (tenant_id, order_id);
create index order_task_open on core.order_task (tenant_id, org_path, created_at) where state = 'open';
