--liquibase formatted sql

--changeset storelane:0010-create-catalog
create table core.channel (
  tenant_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('direct','store','marketplace','api')),
  node_id uuid not null,
  org_path text collate "C" not null,
  currency text not null,
  tax_included boolean not null default true,
  stock_buffer bigint not null default 0 check (stock_buffer >= 0),
  active boolean not null default true,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, code),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id)
);
comment on table core.channel is 'A place that sells. Orders of a channel belong to its organisation node.';

create table core.brand (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table core.category (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid,
  path text collate "C" not null,
  depth integer not null check (depth between 0 and 7),
  name_zh text not null,
  name_en text not null,
  sort integer not null default 100,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, path),
  foreign key (tenant_id, parent_id) references core.category (tenant_id, id)
);
create index category_parent on core.category (tenant_id, parent_id);

create table core.product (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('goods','service','bundle')),
  state text not null default 'draft' check (state in ('draft','listed','delisted')),
  name text not null default '',
  title_zh text not null default '',
  title_en text not null default '',
  description_zh text not null default '',
  description_en text not null default '',
  brand_id uuid,
  category_id uuid,
  exclusive boolean not null default false,
  options jsonb not null default '[]',
  attributes jsonb not null default '[]',
  created_at timestamptz not null,
  updated_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id),
  check (title_zh <> '' or title_en <> ''),
  foreign key (tenant_id, brand_id) references core.brand (tenant_id, id),
  foreign key (tenant_id, category_id) references core.category (tenant_id, id)
);
comment on column core.product.name is 'The title by which lists are sorted: in the workspace''s language if it has one in it.';
comment on column core.product.exclusive is 'True: only channels that are authorised for it may sell it. False: all may.';
comment on column core.product.options is 'List of {"name": {"zh", "en"}, "values": [{"zh", "en"}]}, at most three.';
comment on column core.product.attributes is 'List of {"name": {"zh", "en"}, "value": {"zh", "en"}}.';
create index product_state on core.product (tenant_id, state, updated_at, id);
create index product_name on core.product (tenant_id, name, id);
create index product_updated on core.product (tenant_id, updated_at, id);
create index product_brand on core.product (tenant_id, brand_id, updated_at, id);
create index product_category on core.product (tenant_id, category_id, updated_at, id);

create table core.variant (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  sku text collate "C" not null,
  gtin text,
  option_values jsonb not null default '[]',
  weight_g bigint check (weight_g >= 0),
  length_mm bigint check (length_mm >= 0),
  width_mm bigint check (width_mm >= 0),
  height_mm bigint check (height_mm >= 0),
  position integer not null default 0,
  active boolean not null default true,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, sku),
  foreign key (tenant_id, product_id) references core.product (tenant_id, id)
);
comment on column core.variant.option_values is 'List of {"zh", "en"}: for each option of the product the value that this variant has.';
comment on column core.variant.gtin is 'GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications), as 14 digits with leading zeros.';
create index variant_product on core.variant (tenant_id, product_id, position);
create unique index variant_gtin on core.variant (tenant_id, gtin) where gtin is not null;

create table core.bundle_component (
  tenant_id uuid not null,
  bundle_id uuid not null,
  component_id uuid not null,
  quantity bigint not null check (quantity between 1 and 9999),
  primary key (tenant_id, bundle_id, component_id),
  foreign key (tenant_id, bundle_id) references core.variant (tenant_id, id),
  foreign key (tenant_id, component_id) references core.variant (tenant_id, id)
);
comment on table core.bundle_component is 'What one unit of a bundle variant consists of; a component is never a bundle.';
create index bundle_component_component on core.bundle_component (tenant_id, component_id);

create table core.product_image (
  tenant_id uuid not null,
  id uuid not null,
  product_id uuid not null,
  file_id uuid not null,
  position integer not null,
  alt_zh text not null default '',
  alt_en text not null default '',
  primary key (tenant_id, id),
  foreign key (tenant_id, product_id) references core.product (tenant_id, id),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id)
);
create index product_image_product on core.product_image (tenant_id, product_id, position);

create table core.price_list (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  channel_id uuid,
  currency text not null,
  valid_from timestamptz,
  valid_until timestamptz,
  active boolean not null default true,
  base boolean not null default false,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  check (valid_until > valid_from),
  check (not base or (active and channel_id is null and valid_from is null and valid_until is null)),
  foreign key (tenant_id, channel_id) references core.channel (tenant_id, id)
);
comment on column core.price_list.channel_id is 'Null: for every channel that has no list of its own with a price.';
comment on column core.price_list.base is 'The list that each workspace has from its beginning: valid always and everywhere.';
create unique index price_list_base on core.price_list (tenant_id) where base;
create index price_list_channel on core.price_list (tenant_id, channel_id, currency);

create table core.price (
  tenant_id uuid not null,
  price_list_id uuid not null,
  variant_id uuid not null,
  amount bigint not null check (amount >= 0),
  primary key (tenant_id, price_list_id, variant_id),
  foreign key (tenant_id, price_list_id) references core.price_list (tenant_id, id),
  foreign key (tenant_id, variant_id) references core.variant (tenant_id, id)
);
comment on column core.price.amount is 'Minor units of the list''s currency.';
create index price_variant on core.price (tenant_id, variant_id);

create table core.price_floor (
  tenant_id uuid not null,
  channel_id uuid not null,
  variant_id uuid not null,
  amount bigint not null check (amount >= 0),
  primary key (tenant_id, channel_id, variant_id),
  foreign key (tenant_id, channel_id) references core.channel (tenant_id, id),
  foreign key (tenant_id, variant_id) references core.variant (tenant_id, id)
);
comment on table core.price_floor is 'Lowest price of one unit after all discounts, in minor units of the channel''s currency.';
create index price_floor_variant on core.price_floor (tenant_id, variant_id);

create table core.channel_authorization (
  tenant_id uuid not null,
  product_id uuid not null,
  channel_id uuid not null,
  primary key (tenant_id, product_id, channel_id),
  foreign key (tenant_id, product_id) references core.product (tenant_id, id),
  foreign key (tenant_id, channel_id) references core.channel (tenant_id, id)
);
comment on table core.channel_authorization is 'Which channels may sell an exclusive product.';
create index channel_authorization_channel on core.channel_authorization (tenant_id, channel_id);

--changeset storelane:0010-find-trail-of-a-thing
-- the history of a product is shown on its page
create index audit_entry_target on core.audit_entry (tenant_id, target_id, at);
