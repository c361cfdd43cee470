--liquibase formatted sql

--changeset storelane:0022-variant-sku-key
-- A SKU is the same in capitals and in small letters. A column and not an index on an expression: under row-level security a
-- condition that calls a function which is not leakproof, as lower, is never asked of an index.
alter table core.variant add column sku_key text collate "C" not null
  generated always as (lower(sku collate "pg_c_utf8") collate "C") stored;
comment on column core.variant.sku_key is 'SKU in small letters: what it is found by, and what must be unlike all others.';
create unique index variant_sku_key on core.variant (tenant_id, sku_key);
--rollback alter table core.variant drop column sku_key;
