--liquibase formatted sql

--changeset storelane:0035-create-import
create table core.import_file (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  file_name text not null,
  format text not null check (format in ('csv','xlsx')),
  size_bytes bigint not null,
  pieces uuid[] not null,
  charset text not null,
  guessed boolean not null,
  formulas integer not null,
  rows integer not null,
  columns text not null,
  mapping text not null,
  options text not null,
  check_job_id uuid,
  run_job_id uuid,
  created_by uuid not null,
  api_key_id uuid,
  created_at timestamptz not null,
  version bigint not null default 0,
  primary key (tenant_id, id)
);
comment on table core.import_file is 'A file that somebody imports, kept for a week.';
comment on column core.import_file.pieces is 'Ids in core.file of what the file is made of, in order.';
comment on column core.import_file.charset is 'Encoding that it is read in; empty for a workbook.';
comment on column core.import_file.guessed is 'True if nobody has chosen the encoding and the file does not name it.';
comment on column core.import_file.formulas is 'Cells that hold a formula; what it came to when the file was saved is taken.';
comment on column core.import_file.columns is 'Names of the columns with some of their values, as JSON.';
comment on column core.import_file.mapping is 'For fields of the kind the number of the column, from 0, as JSON.';
create index import_file_creator on core.import_file (tenant_id, created_by, created_at, id);
create index import_file_created on core.import_file (tenant_id, created_at);

create table core.import_part (
  tenant_id uuid not null,
  import_id uuid not null,
  position integer not null,
  first_row integer not null,
  last_row integer not null,
  rows integer not null,
  content text not null,
  primary key (tenant_id, import_id, position),
  foreign key (tenant_id, import_id) references core.import_file (tenant_id, id) on delete cascade
);
comment on table core.import_part is 'Rows of a file that are checked and written together, as JSON by field.';

create table core.import_outcome (
  tenant_id uuid not null,
  import_id uuid not null,
  phase text not null check (phase in ('check','run')),
  position integer not null,
  added integer not null,
  changed integer not null,
  unchanged integer not null,
  faulty integer not null,
  content text not null,
  primary key (tenant_id, import_id, phase, position),
  foreign key (tenant_id, import_id, position) references core.import_part (tenant_id, import_id, position) on delete cascade
);
comment on table core.import_outcome is 'What became of the rows of a part: when they were checked, and when they were written.';

create table core.import_mapping (
  tenant_id uuid not null,
  kind text not null,
  header text not null,
  mapping text not null,
  options text not null,
  changed_at timestamptz not null,
  primary key (tenant_id, kind, header)
);
comment on table core.import_mapping is 'How the columns of files with these titles were used last.';
comment on column core.import_mapping.header is 'SHA-256 of the titles in their order, in hexadecimal.';

--changeset storelane:0035-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['import_file','import_part','import_outcome','import_mapping'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0035-number-customers
alter table core.customer add column external_number text collate "C" not null default '';
comment on column core.customer.external_number is 'Number in the system that the customer came from; empty = none.';
create unique index customer_external_number on core.customer (tenant_id, external_number) where external_number <> '';
