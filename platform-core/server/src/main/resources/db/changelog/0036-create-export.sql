--liquibase formatted sql

--changeset storelane:0036-create-export
create table core.export (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('list','workspace')),
  list text not null default '',
  filter text not null default '{}',
  format text not null check (format in ('csv','xlsx','zip')),
  zone text not null,
  locale text not null,
  place text not null default '',
  rows bigint not null default 0,
  stored_bytes bigint not null default 0,
  job_id uuid not null,
  created_by uuid not null,
  api_key_id uuid,
  created_at timestamptz not null,
  finished_at timestamptz,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, job_id) references core.job (tenant_id, id) on delete cascade,
  foreign key (tenant_id, api_key_id) references core.api_key (tenant_id, id)
);
comment on table core.export is 'A file that a job makes of a list, or of all that the workspace has; its content goes when its time is over.';
comment on column core.export.list is 'Name of the list; empty for the whole workspace.';
comment on column core.export.place is 'Where the list goes on: the cursor of the next page.';
create index export_creator on core.export (tenant_id, created_by, created_at, id);
create index export_job on core.export (tenant_id, job_id);
create index export_key on core.export (tenant_id, api_key_id);
create index export_expiry on core.export (tenant_id, expires_at);

create table core.export_part (
  tenant_id uuid not null,
  export_id uuid not null,
  position integer not null,
  name text not null,
  record text not null,
  rows integer not null,
  size_bytes bigint not null,
  crc bigint not null,
  sha256 text not null,
  stored text not null,
  deflated boolean not null,
  last_key text not null default '',
  primary key (tenant_id, export_id, position),
  foreign key (tenant_id, export_id) references core.export (tenant_id, id) on delete cascade
);
comment on table core.export_part is 'A piece of an export, in the order in which it was read.';
comment on column core.export_part.name is 'Name in the archive.';
comment on column core.export_part.sha256 is 'Of the content, before it was compressed.';
comment on column core.export_part.stored is 'Name in the file store.';
comment on column core.export_part.last_key is 'Key of the last row of a table, as JSON: the next part goes on behind it.';
create index export_part_stored on core.export_part (tenant_id, stored);

--changeset storelane:0036-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['export', 'export_part'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
