--liquibase formatted sql

--changeset plugin-template:0001-create-note
create table note (
    tenant_id uuid not null,
    id uuid not null,
    text text not null,
    written_at timestamptz not null,
    primary key (tenant_id, id)
);
create index note_latest on note (tenant_id, written_at desc, id);
