--liquibase formatted sql

--changeset storelane:0002-create-core
create table core.tenant_profile (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  locale text not null,
  currency text not null,
  time_zone text not null,
  country text not null default '',
  region text not null default '',
  city text not null default '',
  street text not null default '',
  postal_code text not null default '',
  phone text not null default '',
  logo_file_id uuid,
  first_steps_hidden boolean not null default false,
  version bigint not null default 0,
  primary key (tenant_id, id)
);

create table core.file (
  tenant_id uuid not null,
  id uuid not null,
  purpose text not null,
  media_type text not null,
  size_bytes bigint not null check (size_bytes > 0),
  sha256 text not null,
  created_by uuid not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);

comment on column core.file.sha256 is 'Of the content, in hexadecimal; the content lies in the file store under this name.';
create index file_sha256 on core.file (tenant_id, sha256);

create table core.org_level (
  tenant_id uuid not null,
  depth integer not null check (depth between 0 and 7),
  name_zh text not null,
  name_en text not null,
  primary key (tenant_id, depth)
);

create table core.org_node (
  tenant_id uuid not null,
  id uuid not null,
  parent_id uuid,
  depth integer not null check (depth between 0 and 7),
  path text collate "C" not null,
  code text not null default '',
  name text not null,
  city text not null default '',
  address text not null default '',
  phone text not null default '',
  active boolean not null default true,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, path),
  foreign key (tenant_id, parent_id) references core.org_node (tenant_id, id)
);
create index org_node_parent on core.org_node (tenant_id, parent_id);
create unique index org_node_name on core.org_node (tenant_id, parent_id, name);

create table core.department (
  tenant_id uuid not null,
  id uuid not null,
  code text,
  name text not null,
  sort integer not null default 100,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name)
);

create table core.position (
  tenant_id uuid not null,
  id uuid not null,
  department_id uuid not null,
  code text,
  name text not null,
  sort integer not null default 100,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, department_id, name),
  foreign key (tenant_id, department_id) references core.department (tenant_id, id)
);

create table core.staff_assignment (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  node_id uuid not null,
  position_id uuid not null,
  since timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, node_id, position_id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id),
  foreign key (tenant_id, position_id) references core.position (tenant_id, id)
);
create index staff_assignment_node on core.staff_assignment (tenant_id, node_id);

create table core.role (
  tenant_id uuid not null,
  id uuid not null,
  code text,
  name text not null,
  description text not null default '',
  system boolean not null default false,
  version bigint not null default 0,
  primary key (tenant_id, id),
  unique (tenant_id, name),
  unique (tenant_id, code)
);
comment on column core.role.code is 'Code of the template the role was made from, null for a role the tenant made itself. ''owner'' is the one system role.';

create table core.role_permission (
  tenant_id uuid not null,
  role_id uuid not null,
  permission text not null,
  primary key (tenant_id, role_id, permission),
  foreign key (tenant_id, role_id) references core.role (tenant_id, id) on delete cascade
);

create table core.role_assignment (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  role_id uuid not null,
  node_id uuid not null,
  granted_by uuid not null,
  granted_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, role_id, node_id),
  foreign key (tenant_id, role_id) references core.role (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id)
);
create index role_assignment_node on core.role_assignment (tenant_id, node_id);
create index role_assignment_role on core.role_assignment (tenant_id, role_id);

create table core.invitation (
  tenant_id uuid not null,
  id uuid not null,
  email text not null,
  name text not null,
  locale text not null,
  role_id uuid not null,
  node_id uuid not null,
  position_id uuid,
  state text not null check (state in ('open','accepted','revoked')),
  invited_by uuid not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  sent_count integer not null default 0,
  accepted_by uuid,
  accepted_at timestamptz,
  version bigint not null default 0,
  primary key (tenant_id, id),
  foreign key (tenant_id, role_id) references core.role (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id),
  foreign key (tenant_id, position_id) references core.position (tenant_id, id)
);
create unique index invitation_open on core.invitation (tenant_id, email, role_id, node_id) where state = 'open';
create index invitation_node on core.invitation (tenant_id, node_id);

create table core.event (
  tenant_id uuid not null,
  id uuid not null,
  seq bigint generated always as identity,
  xid xid8 not null default pg_current_xact_id(),
  epoch integer not null default 1,
  type text not null,
  aggregate_type text not null,
  aggregate_id uuid not null,
  payload jsonb not null,
  actor uuid,
  occurred_at timestamptz not null,
  primary key (tenant_id, id)
);
create index event_order on core.event (tenant_id, epoch, xid, seq);
create index event_aggregate on core.event (tenant_id, aggregate_id, seq);

create table core.audit_entry (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  actor_id uuid,
  actor_name text not null,
  action text not null,
  target_type text not null,
  target_id text not null,
  target_label text not null,
  node_id uuid,
  before jsonb,
  after jsonb,
  request_id text not null,
  ip text not null default '',
  primary key (tenant_id, id)
);
comment on column core.audit_entry.node_id is 'Organisation node the target stands at; null = concerns the whole workspace and is seen at its top only.';
create index audit_entry_at on core.audit_entry (tenant_id, at, id);
create index audit_entry_node on core.audit_entry (tenant_id, node_id, at);
create index audit_entry_actor on core.audit_entry (tenant_id, actor_id, at);

create table core.mail (
  tenant_id uuid not null,
  id uuid not null,
  recipient text not null,
  locale text not null,
  template text not null,
  params jsonb not null,
  state text not null check (state in ('waiting','sent','failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  sent_at timestamptz,
  last_error text,
  primary key (tenant_id, id)
);
create index mail_waiting on core.mail (tenant_id, next_at) where state = 'waiting';

--changeset storelane:0002-wall splitStatements:false
do $$
declare t record;
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'core' and c.relkind = 'r' loop
    execute format('alter table core.%I enable row level security', t.relname);
    execute format('alter table core.%I force row level security', t.relname);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t.relname);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t.relname);
  end loop;
  -- the log and the audit trail can only grow
  revoke update, delete on core.event, core.audit_entry from core_rt;
end $$;
