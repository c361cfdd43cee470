--liquibase formatted sql

--changeset storelane:0031-create-fulfilment
create table core.fulfilment (
  tenant_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  order_id uuid not null,
  order_number text collate "C" not null,
  location_id uuid not null,
  state text not null check (state in ('open','accepted','picking','packed','shipped','delivered','rejected','cancelled')),
  held boolean not null default false,
  reason text not null default '',
  merged_into uuid,
  assignee_id uuid,
  ship_province text not null default '',
  ship_city text not null default '',
  lines integer not null,
  units bigint not null check (units > 0),
  shipped bigint not null default 0,
  delivered bigint not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  accepted_at timestamptz,
  packed_at timestamptz,
  shipped_at timestamptz,
  delivered_at timestamptz,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (shipped between 0 and units),
  check (delivered between 0 and shipped),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id),
  foreign key (tenant_id, merged_into) references core.fulfilment (tenant_id, id)
) with (fillfactor = 85);
comment on table core.fulfilment is 'What one location has to send for one order; who sells sees the order, who delivers sees this.';
comment on column core.fulfilment.held is 'True while the order may not leave: it is on hold, or not paid any more.';
comment on column core.fulfilment.reason is 'Why it was rejected or cancelled.';
comment on column core.fulfilment.due_at is 'When it should have left; late is what has not by then.';
create index fulfilment_order on core.fulfilment (tenant_id, order_id);
create index fulfilment_order_number on core.fulfilment (tenant_id, order_number);
create index fulfilment_created on core.fulfilment (tenant_id, created_at, id);
create index fulfilment_state on core.fulfilment (tenant_id, state, created_at, id);
create index fulfilment_location on core.fulfilment (tenant_id, location_id, state, created_at, id);
create index fulfilment_due on core.fulfilment (tenant_id, due_at, id);
create index fulfilment_state_due on core.fulfilment (tenant_id, state, due_at, id);
create index fulfilment_assignee on core.fulfilment (tenant_id, assignee_id, created_at, id) where assignee_id is not null;

create table core.fulfilment_line (
  tenant_id uuid not null,
  fulfilment_id uuid not null,
  line_id uuid not null,
  variant_id uuid not null,
  sku text not null,
  sku_key text not null generated always as (lower(sku)) stored,
  title text not null,
  units bigint not null check (units > 0),
  picked bigint not null default 0,
  shipped bigint not null default 0,
  delivered bigint not null default 0,
  primary key (tenant_id, fulfilment_id, line_id),
  check (picked between 0 and units),
  check (shipped between 0 and units),
  check (delivered between 0 and shipped),
  foreign key (tenant_id, fulfilment_id) references core.fulfilment (tenant_id, id)
) with (fillfactor = 85);
comment on table core.fulfilment_line is 'Units of a line of the order that the location has to send.';
comment on column core.fulfilment_line.line_id is 'Line of the order; each stands in a fulfilment order once.';
create index fulfilment_line_sku on core.fulfilment_line (tenant_id, sku_key, fulfilment_id);

create table core.parcel (
  tenant_id uuid not null,
  id uuid not null,
  fulfilment_id uuid not null,
  order_id uuid not null,
  state text not null check (state in ('shipped','delivered')),
  carrier text not null default '',
  tracking text collate "C" not null default '',
  units bigint not null check (units > 0),
  shipped_at timestamptz not null,
  shipped_by uuid,
  delivered_at timestamptz,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, fulfilment_id) references core.fulfilment (tenant_id, id)
);
comment on table core.parcel is 'What left a location in one piece.';
comment on column core.parcel.tracking is 'Number of the carrier; empty where nobody carries it but the shopper or our own people.';
create index parcel_fulfilment on core.parcel (tenant_id, fulfilment_id);
create index parcel_order on core.parcel (tenant_id, order_id);
create unique index parcel_tracking on core.parcel (tenant_id, tracking, carrier) where tracking <> '';

create table core.parcel_line (
  tenant_id uuid not null,
  parcel_id uuid not null,
  line_id uuid not null,
  units bigint not null check (units > 0),
  primary key (tenant_id, parcel_id, line_id),
  foreign key (tenant_id, parcel_id) references core.parcel (tenant_id, id)
);
comment on table core.parcel_line is 'Units of a line of the order in a parcel.';

create table core.hand_over (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('to_warehouse','to_carrier','to_aftersales')),
  order_id uuid not null,
  order_number text collate "C" not null,
  subject_type text not null,
  subject_id uuid not null,
  subject_number text collate "C" not null,
  location_id uuid,
  org_path text collate "C" not null,
  department_id uuid,
  owner_id uuid,
  state text not null check (state in ('open','done','cancelled')),
  note text not null default '',
  due_at timestamptz not null,
  created_at timestamptz not null,
  done_at timestamptz,
  done_by uuid,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id),
  foreign key (tenant_id, department_id) references core.department (tenant_id, id)
);
comment on table core.hand_over is 'Work that goes from one department to another: who has it now, and until when. Late is what is open after its time.';
comment on column core.hand_over.org_path is 'Path of the node whose people take it over.';
create index hand_over_order on core.hand_over (tenant_id, order_id);
create index hand_over_subject on core.hand_over (tenant_id, subject_id);
create index hand_over_due on core.hand_over (tenant_id, due_at, id) where state = 'open';
create index hand_over_created on core.hand_over (tenant_id, created_at, id);
create index hand_over_path on core.hand_over (tenant_id, org_path) where state = 'open';
create index hand_over_owner on core.hand_over (tenant_id, owner_id, due_at, id) where owner_id is not null;

create table core.fulfilment_setting (
  tenant_id uuid not null,
  accept_minutes integer not null check (accept_minutes between 1 and 525600),
  ship_minutes integer not null check (ship_minutes between 1 and 525600),
  carrier_minutes integer not null check (carrier_minutes between 1 and 525600),
  aftersales_minutes integer not null check (aftersales_minutes between 1 and 525600),
  warehouse_id uuid,
  aftersales_id uuid,
  version bigint not null default 0,
  primary key (tenant_id),
  foreign key (tenant_id, warehouse_id) references core.department (tenant_id, id),
  foreign key (tenant_id, aftersales_id) references core.department (tenant_id, id)
);
comment on table core.fulfilment_setting is 'Until when what is due in a workspace, and which department takes it over; without a row nothing was set yet.';

--changeset storelane:0031-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['fulfilment','fulfilment_line','parcel','parcel_line','hand_over','fulfilment_setting'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
create constraint trigger stamp after insert or update or delete on core.fulfilment_setting deferrable initially deferred
  for each row execute function infra.stamp();
