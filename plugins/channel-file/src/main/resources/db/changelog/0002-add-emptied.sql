--liquibase formatted sql

--changeset channel-file:0002-add-emptied
alter table upload add column emptied boolean not null default false;
comment on column upload.emptied is 'its content is gone: it said more of people than is needed; what became of it stays';
comment on column file_order.draft is 'JSON: the order as the file has it; empty once that is gone';
