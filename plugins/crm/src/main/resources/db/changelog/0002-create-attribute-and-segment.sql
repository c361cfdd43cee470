--liquibase formatted sql

--changeset crm:0002-create-attribute-and-segment
create table attribute (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    name text not null,
    kind text not null,
    choices text not null,
    place bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
comment on column attribute.choices is 'one a line; empty unless the kind is choice';

create table attribute_value (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    customer_id uuid not null,
    attribute_id uuid not null,
    text text,
    number bigint,
    day date,
    primary key (tenant_id, customer_id, attribute_id),
    foreign key (tenant_id, attribute_id) references attribute (tenant_id, id) on delete cascade
);
comment on column attribute_value.number is 'thousandths';
create index attribute_value_text on attribute_value (tenant_id, attribute_id, text, customer_id);
create index attribute_value_number on attribute_value (tenant_id, attribute_id, number, customer_id);
create index attribute_value_day on attribute_value (tenant_id, attribute_id, day, customer_id);

create table segment (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    id uuid not null,
    name text not null,
    rule text not null,
    changed_at timestamptz not null,
    version bigint not null,
    primary key (tenant_id, id),
    unique (tenant_id, name)
);
comment on column segment.rule is 'JSON';
