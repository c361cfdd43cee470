--liquibase formatted sql

--changeset loyalty:0001-create-card
create table card (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  points bigint not null default 0,
  primary key (tenant_id, id)
);
create index card_name on card (tenant_id, name);
