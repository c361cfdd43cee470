--liquibase formatted sql

--changeset storelane:0011-create-inventory
create table core.location (
  tenant_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('own','maker','dealer','outlet')),
  node_id uuid not null,
  org_path text collate "C" not null,
  country text not null default 'CN',
  region text not null default '',
  province text not null default '',
  city text not null default '',
  district text not null default '',
  street text not null default '',
  postal_code text not null default '',
  phone text not null default '',
  time_zone text not null,
  cut_off time,
  priority integer not null default 100 check (priority between 1 and 999),
  ships boolean not null default true,
  active boolean not null default true,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id)
);
comment on column core.location.region is 'Code of the district by GB/T 2260 (six digits) where the country is CN, else a free code; empty = unknown.';
comment on column core.location.cut_off is 'Orders after this time of day in time_zone leave on the next day; null = none.';
comment on column core.location.priority is '1 = first.';
create index location_path on core.location (tenant_id, org_path);

create table core.stock_level (
  tenant_id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  on_hand bigint not null default 0 check (on_hand >= 0),
  reserved bigint not null default 0 check (reserved >= 0),
  safety bigint not null default 0 check (safety >= 0),
  primary key (tenant_id, variant_id, location_id),
  check (on_hand - reserved >= 0),
  foreign key (tenant_id, variant_id) references core.variant (tenant_id, id),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id)
) with (fillfactor = 80);
create index stock_level_location on core.stock_level (tenant_id, location_id, variant_id);

create table core.stock_move (
  tenant_id uuid not null,
  id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  on_hand bigint not null,
  reserved bigint not null,
  reason text not null check (reason in
    ('receipt','adjustment','count','damage','transfer_out','transfer_in','reserve','release','move','ship','return')),
  reference_type text not null default '',
  reference_id uuid,
  reference text not null default '',
  note text not null default '',
  actor_id uuid,
  actor_name text not null default '',
  at timestamptz not null,
  primary key (tenant_id, id),
  check (on_hand <> 0 or reserved <> 0)
);
comment on table core.stock_move is 'Each change of a level; the sums of on_hand and reserved over the moves of a level are its values.';
comment on column core.stock_move.reference is 'Number of the paper behind it, as typed by a person: delivery note, count sheet.';
create index stock_move_variant on core.stock_move (tenant_id, variant_id, at, id);
create index stock_move_reference on core.stock_move (tenant_id, reference_id);

create table core.reservation (
  tenant_id uuid not null,
  id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  variant_id uuid not null,
  location_id uuid not null,
  quantity bigint not null check (quantity > 0),
  state text not null default 'held' check (state in ('held','released','consumed')),
  rule text not null default '',
  reason jsonb not null default '{}',
  expires_at timestamptz,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, variant_id, location_id) references core.stock_level (tenant_id, variant_id, location_id)
);
comment on column core.reservation.rule is 'Which rule of the router decided for the location; reason holds what it compared.';
create index reservation_order on core.reservation (tenant_id, order_id);
create index reservation_level on core.reservation (tenant_id, variant_id, location_id, state, id);
create index reservation_expiry on core.reservation (tenant_id, expires_at) where state = 'held' and expires_at is not null;

create table core.stock_transfer (
  tenant_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  state text not null check (state in ('in_transit','received')),
  note text not null default '',
  created_by uuid not null,
  created_at timestamptz not null,
  received_at timestamptz,
  version bigint not null default 0,
  primary key (tenant_id, id),
  check (from_id <> to_id),
  foreign key (tenant_id, from_id) references core.location (tenant_id, id),
  foreign key (tenant_id, to_id) references core.location (tenant_id, id)
);
create index stock_transfer_state on core.stock_transfer (tenant_id, state, id);
create table core.stock_transfer_line (
  tenant_id uuid not null,
  transfer_id uuid not null,
  variant_id uuid not null,
  quantity bigint not null check (quantity > 0),
  received bigint not null default 0 check (received between 0 and quantity),
  primary key (tenant_id, transfer_id, variant_id),
  foreign key (tenant_id, transfer_id) references core.stock_transfer (tenant_id, id),
  foreign key (tenant_id, variant_id) references core.variant (tenant_id, id)
);
