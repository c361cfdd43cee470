--liquibase formatted sql

--changeset channel-vendure:0001-create-listing-parcel-and-waiting
create table listing (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    sku text not null,
    variant_id text not null,
    primary key (tenant_id, account_id, sku)
);
comment on table listing is 'what the shop sold when it was told stock last: a SKU that is gone was renamed or deleted there';

create table parcel (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    id uuid not null,
    number text not null,
    fulfillment_id text not null,
    primary key (tenant_id, account_id, id)
);
comment on table parcel is 'which fulfilment of the shop a parcel is';
create index parcel_number on parcel (tenant_id, account_id, number);

create table waiting (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    order_id text not null,
    looked_at timestamptz not null,
    brought bigint,
    primary key (tenant_id, account_id, order_id)
);
comment on table waiting is 'orders that are placed but not paid: their shop does not list them anew when they are';
comment on column waiting.brought is 'the turn that brought it to the server; once the next turn begins it is stored there';
create index waiting_looked_at on waiting (tenant_id, account_id, looked_at);
