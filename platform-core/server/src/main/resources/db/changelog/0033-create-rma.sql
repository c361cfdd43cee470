--liquibase formatted sql

--changeset storelane:0033-create-rma
create table core.rma (
  tenant_id uuid not null,
  id uuid not null,
  number text collate "C" not null,
  order_id uuid not null,
  order_number text collate "C" not null,
  node_id uuid not null,
  org_path text collate "C" not null,
  location_id uuid,
  resolution text not null check (resolution in ('refund','exchange')),
  state text not null check (state in ('requested','approved','received','inspected','closed','refused','withdrawn')),
  reason text not null check (reason in ('unwanted','damaged','defective','wrong_item','not_as_described','other')),
  note text not null default '',
  answer text not null default '',
  override_reason text not null default '',
  tracking text collate "C" not null default '',
  currency text not null,
  refunded bigint not null default 0 check (refunded >= 0),
  shipping_refunded bigint not null default 0 check (shipping_refunded >= 0),
  exchange_order_id uuid,
  assignee_id uuid,
  due_at timestamptz,
  requested_by text not null default '',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, number),
  check (exchange_order_id is null or (resolution = 'exchange' and refunded = 0)),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id),
  foreign key (tenant_id, exchange_order_id) references core.sales_order (tenant_id, id),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id)
) with (fillfactor = 85);
comment on table core.rma is 'A return: units of an order that a shopper wants to give back, for money or for other units.';
comment on column core.rma.location_id is 'Where the units come back to; fixed with the first that come.';
comment on column core.rma.answer is 'Why it was refused or withdrawn.';
comment on column core.rma.override_reason is 'Why it was accepted after the days of the workspace were over; empty if they were not.';
comment on column core.rma.tracking is 'Number of the parcel that the shopper sends, as typed.';
comment on column core.rma.refunded is 'Money recorded as given back for units, minor units; the sum over its lines.';
comment on column core.rma.shipping_refunded is 'Money recorded as given back for the shipping of the order, minor units.';
comment on column core.rma.assignee_id is 'Who has it in hand; null = after-sales as a whole.';
comment on column core.rma.due_at is 'When the next step has to be done by; null while it waits for the shopper, and at its end.';
create index rma_created on core.rma (tenant_id, created_at, id);
create index rma_state on core.rma (tenant_id, state, created_at, id);
create index rma_path on core.rma (tenant_id, org_path, created_at, id);
create index rma_order on core.rma (tenant_id, order_id, id);
create index rma_order_number on core.rma (tenant_id, order_number);
create index rma_due on core.rma (tenant_id, due_at, id) where due_at is not null;
create index rma_location on core.rma (tenant_id, location_id, created_at, id) where location_id is not null;
create index rma_tracking on core.rma (tenant_id, tracking) where tracking <> '';
create index rma_exchange on core.rma (tenant_id, exchange_order_id) where exchange_order_id is not null;

create table core.rma_line (
  tenant_id uuid not null,
  rma_id uuid not null,
  line_id uuid not null,
  order_id uuid not null,
  position integer not null,
  variant_id uuid not null,
  sku text not null,
  title text not null,
  quantity bigint not null check (quantity > 0),
  received bigint not null default 0 check (received >= 0),
  missing bigint not null default 0 check (missing >= 0),
  restocked bigint not null default 0 check (restocked >= 0),
  scrapped bigint not null default 0 check (scrapped >= 0),
  worth bigint not null default 0 check (worth >= 0),
  refunded bigint not null default 0 check (refunded between 0 and worth),
  primary key (tenant_id, rma_id, line_id),
  check (received + missing <= quantity),
  check (restocked + scrapped <= received),
  foreign key (tenant_id, rma_id) references core.rma (tenant_id, id),
  foreign key (tenant_id, order_id, line_id) references core.order_line (tenant_id, order_id, id)
) with (fillfactor = 85);
comment on table core.rma_line is 'Units of one line of the order in a return; of a bundle, units of its components.';
comment on column core.rma_line.missing is 'Units that never came, said with the last delivery; they can be asked for again.';
comment on column core.rma_line.worth is 'What the received units cost, minor units: their part of the line, discounts and tax included.';

create table core.rma_balance (
  tenant_id uuid not null,
  order_id uuid not null,
  line_id uuid not null,
  shipped bigint not null,
  asked bigint not null default 0,
  returned bigint not null default 0,
  total bigint not null default 0,
  worth bigint not null default 0,
  refunded bigint not null default 0,
  exchanged bigint not null default 0,
  primary key (tenant_id, order_id, line_id),
  constraint rma_balance_units check (returned >= 0 and returned <= asked and asked <= shipped),
  constraint rma_balance_money check (refunded >= 0 and exchanged >= 0 and refunded + exchanged <= worth and worth <= total),
  foreign key (tenant_id, order_id, line_id) references core.order_line (tenant_id, order_id, id)
) with (fillfactor = 85);
comment on table core.rma_balance is 'All returns of one line of an order together: never more units than were shipped, never more money than the line cost.';
comment on column core.rma_balance.asked is 'Units asked for and neither refused, withdrawn nor missing.';
comment on column core.rma_balance.total is 'What the line cost when units of it came back last, minor units; of a component, its part of the bundle.';
comment on column core.rma_balance.exchanged is 'Worth of units for which others were sent.';

create table core.rma_shipping (
  tenant_id uuid not null,
  order_id uuid not null,
  shipping bigint not null,
  refunded bigint not null default 0,
  primary key (tenant_id, order_id),
  constraint rma_shipping_money check (refunded between 0 and shipping),
  foreign key (tenant_id, order_id) references core.sales_order (tenant_id, id)
);
comment on table core.rma_shipping is 'All returns of an order together: never more money for its shipping than the shipping cost.';

create table core.rma_entry (
  tenant_id uuid not null,
  rma_id uuid not null,
  id uuid not null,
  kind text not null,
  detail jsonb not null default '{}',
  note text not null default '',
  actor_name text not null default '',
  at timestamptz not null,
  primary key (tenant_id, rma_id, id),
  foreign key (tenant_id, rma_id) references core.rma (tenant_id, id)
);
comment on table core.rma_entry is 'What happened to a return, oldest first by id.';

create table core.rma_setting (
  tenant_id uuid not null,
  days integer check (days between 0 and 3650),
  answer_hours integer not null check (answer_hours between 1 and 8760),
  version bigint not null default 0,
  primary key (tenant_id)
);
comment on table core.rma_setting is 'How a workspace takes returns; without a row nothing was set yet.';
comment on column core.rma_setting.days is 'Days after delivery in which units can be given back; null = for ever.';
comment on column core.rma_setting.answer_hours is 'Hours in which each step of a return that waits for the workspace has to be done.';

--changeset storelane:0033-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['rma','rma_line','rma_balance','rma_shipping','rma_entry','rma_setting'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)'
      || ' with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update on core.%I to core_rt', t);
  end loop;
  -- what happened stays as it was written
  revoke update on core.rma_entry from core_rt;
end $$;
