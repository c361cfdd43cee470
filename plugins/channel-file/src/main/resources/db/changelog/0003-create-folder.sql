--liquibase formatted sql

--changeset channel-file:0003-create-folder
create table folder (
    tenant_id uuid not null default nullif(current_setting('app.tenant', true), '')::uuid,
    account_id uuid not null,
    looked_at timestamptz not null,
    fault text not null,
    stock_at timestamptz,
    parcels_at timestamptz,
    primary key (tenant_id, account_id)
);
comment on table folder is 'what became of the folder of an account when it was looked at last';
comment on column folder.fault is 'what was wrong with it, in a word of the service; empty if nothing was';
comment on column folder.stock_at is 'age of the newest line in the file of stock that lies there';
