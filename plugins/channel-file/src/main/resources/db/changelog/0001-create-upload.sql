--liquibase formatted sql

--changeset channel-file:0001-create-upload
create table upload (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    account_id uuid not null,
    name text not null,
    sha256 text not null,
    content bytea not null,
    state text not null check (state in ('checked', 'running', 'done')),
    columns text not null,
    zone text not null,
    rows integer not null,
    orders integer not null,
    faults integer not null,
    added integer not null default 0,
    by_name text not null,
    at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, account_id, sha256)
);
comment on table upload is 'files of orders as they came; the same bytes are one file';
comment on column upload.columns is 'JSON: column of each field';
create index upload_at on upload (tenant_id, at desc, id);

create table template (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    titles text not null,
    columns text not null,
    primary key (tenant_id, account_id, titles)
);
comment on table template is 'how files with these titles were read last';

create table book (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    next bigint not null,
    primary key (tenant_id, account_id)
);
comment on column book.next is 'place of the next order; whoever takes places holds this row, so none is seen before those in front of it';

create table file_order (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    number text not null,
    upload_id uuid not null,
    place bigint not null,
    draft text not null,
    primary key (tenant_id, account_id, number)
);
comment on column file_order.draft is 'JSON: the order as the file has it';
create index file_order_place on file_order (tenant_id, account_id, place);
create index file_order_upload on file_order (tenant_id, upload_id);

create table stock (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    sku text not null,
    units bigint not null,
    at timestamptz not null,
    primary key (tenant_id, account_id, sku)
);
comment on table stock is 'what the channel may sell of a SKU now';

create table parcel (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    id uuid not null,
    number text not null,
    carrier text not null,
    tracking text not null,
    at timestamptz not null,
    units text not null,
    primary key (tenant_id, id)
);
create index parcel_at on parcel (tenant_id, account_id, at desc, id);
