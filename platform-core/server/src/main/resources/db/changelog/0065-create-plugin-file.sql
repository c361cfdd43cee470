--liquibase formatted sql

--changeset storelane:0065-create-plugin-file
create table core.plugin_file (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  media_type text not null,
  size_bytes bigint not null,
  pieces uuid[] not null,
  kept_at timestamptz not null,
  primary key (tenant_id, plugin_id, name)
);
comment on table core.plugin_file is 'Files that plugins keep; their content is in pieces of core.file.';
comment on column core.plugin_file.pieces is 'Of core.file, in order; none of an empty file.';

--changeset storelane:0065-wall splitStatements:false
alter table core.plugin_file enable row level security;
alter table core.plugin_file force row level security;
create policy tenant on core.plugin_file using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on core.plugin_file to core_rt;
