--liquibase formatted sql

--changeset crm:0001-create-profile
create table profile (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    kind text not null,
    name text not null,
    city text not null,
    added_at timestamptz not null,
    active_at timestamptz not null,
    orders bigint not null,
    first_order_at timestamptz,
    last_order_at timestamptz,
    version bigint not null,
    primary key (tenant_id, customer_id)
);
comment on column profile.active_at is 'when the customer was added or has bought last: the order of lists';
create index profile_active on profile (tenant_id, active_at desc, customer_id);
create index profile_added on profile (tenant_id, added_at);
create index profile_orders on profile (tenant_id, orders);
create index profile_last_order on profile (tenant_id, last_order_at);
create index profile_city on profile (tenant_id, city);

create table known_order (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    order_id uuid not null,
    customer_id uuid,
    number text not null,
    channel_id uuid,
    currency text not null,
    total bigint not null,
    cancelled boolean not null,
    placed_at timestamptz not null,
    delivered_at timestamptz,
    version bigint not null,
    primary key (tenant_id, order_id)
);
create index known_order_customer on known_order (tenant_id, customer_id, placed_at);

create table profile_value (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    currency text not null,
    orders bigint not null,
    value bigint not null,
    primary key (tenant_id, customer_id, currency)
);
comment on column profile_value.value is 'minor units of the currency, of orders that were not cancelled';
create index profile_value_value on profile_value (tenant_id, currency, value, customer_id);

create table profile_channel (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    channel_id uuid not null,
    primary key (tenant_id, customer_id, channel_id)
);
create index profile_channel_channel on profile_channel (tenant_id, channel_id, customer_id);

create table known_channel (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    channel_id uuid not null,
    code text not null,
    primary key (tenant_id, channel_id)
);

create table profile_tag (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    tag text not null,
    primary key (tenant_id, customer_id, tag)
);
create index profile_tag_tag on profile_tag (tenant_id, tag, customer_id);

create table profile_consent (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    channel text not null,
    given boolean not null,
    at timestamptz not null,
    primary key (tenant_id, customer_id, channel)
);
create index profile_consent_channel on profile_consent (tenant_id, channel, given, customer_id);

create table entry (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    customer_id uuid not null,
    kind text not null,
    text text not null,
    at timestamptz not null,
    author_name text not null,
    primary key (tenant_id, id)
);
comment on table entry is 'what happened with a customer, notes included; that of an event has the id of the event';
create index entry_customer on entry (tenant_id, customer_id, at desc, id);

create table person (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    name text not null,
    joined_at timestamptz not null,
    primary key (tenant_id, id)
);
comment on table person is 'who works with the plugin: tasks are given to them';
