--liquibase formatted sql

--changeset storelane:0020-create-file-rendition
create table core.file_rendition (
  tenant_id uuid not null,
  file_id uuid not null,
  size text not null check (size in ('list','detail')),
  media_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  sha256 text not null,
  primary key (tenant_id, file_id, size),
  foreign key (tenant_id, file_id) references core.file (tenant_id, id) on delete cascade
);
comment on table core.file_rendition is 'Smaller copies of a picture, made once when it is stored.';
create index file_rendition_sha256 on core.file_rendition (tenant_id, sha256);

--changeset storelane:0020-wall splitStatements:false
do $$
begin
  alter table core.file_rendition enable row level security;
  alter table core.file_rendition force row level security;
  create policy tenant on core.file_rendition using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.file_rendition to core_rt;
end $$;

--changeset storelane:0020-create-product-import
create table core.product_import (
  tenant_id uuid not null,
  id uuid not null,
  file_name text not null,
  rows integer not null,
  added integer not null,
  changed integer not null,
  faulty integer not null,
  faults jsonb not null,
  job_id uuid,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
comment on table core.product_import is 'A file of products that was checked, kept for a week.';
create index product_import_created on core.product_import (tenant_id, created_at);
create table core.product_import_item (
  tenant_id uuid not null,
  id uuid not null,
  import_id uuid not null,
  label text not null,
  content text not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, import_id) references core.product_import (tenant_id, id) on delete cascade
);
comment on column core.product_import_item.content is 'The lines of one product, as JSON.';
create index product_import_item_import on core.product_import_item (tenant_id, import_id, id);

--changeset storelane:0020-wall-of-import splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['product_import','product_import_item'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
