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
