--liquibase formatted sql

--changeset mirror:0001-create-seen
create table seen (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  version bigint not null,
  old boolean not null default false,
  primary key (tenant_id, id)
);
