--liquibase formatted sql

--changeset points:0001-create-point
create table point (
    tenant_id uuid not null,
    id uuid not null,
    holder text not null,
    amount bigint not null,
    given_at timestamptz not null,
    primary key (tenant_id, id)
);
create unique index point_holder on point (tenant_id, holder);
