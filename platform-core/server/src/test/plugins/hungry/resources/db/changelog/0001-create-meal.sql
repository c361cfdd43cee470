--liquibase formatted sql

--changeset hungry:0001-create-meal
create table meal (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  primary key (tenant_id, id)
);
