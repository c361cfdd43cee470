--liquibase formatted sql

--changeset storelane:0073-tell-renamed-skus
alter table core.channel_stock add column sku text not null default '';
comment on column core.channel_stock.sku is 'What it was called then; empty if that is not known: it is told once more.';
