--liquibase formatted sql

--changeset storelane:0050-create-plugin
create table infra.plugin (
  id text primary key,
  version text not null,
  sha256 text not null,
  signature text not null,
  previous_version text not null default '',
  previous_sha256 text not null default '',
  previous_signature text not null default '',
  wanted text not null check (wanted in ('on','off')),
  cause text not null default '',
  changed_at timestamptz not null
);
comment on table infra.plugin is 'Which release of which plugin all servers run. Its jar lies in the file store under its SHA-256; the one before is kept for the way back.';
comment on column infra.plugin.cause is 'Why it is off, where nobody wanted it to be.';
create table infra.plugin_process (
  process uuid not null,
  plugin_id text not null,
  version text not null,
  state text not null,
  cause text not null default '',
  seen_at timestamptz not null,
  primary key (process, plugin_id)
);
comment on table infra.plugin_process is 'What each server runs just now; a server that ended stays for a while.';
create table infra.plugin_entry (
  id uuid primary key,
  at timestamptz not null,
  action text not null,
  plugin_id text not null,
  version text not null,
  actor text not null,
  cause text not null default ''
);
comment on table infra.plugin_entry is 'Who installed, upgraded and removed which release; grows only.';
create index plugin_entry_plugin on infra.plugin_entry (plugin_id, id);
grant select, insert, update, delete on infra.plugin to storelane_infra;
grant select, insert, update, delete on infra.plugin_process to storelane_infra;
grant select, insert on infra.plugin_entry to storelane_infra;

--changeset storelane:0050-create-plugin-enabled splitStatements:false
create table core.plugin_enabled (
  tenant_id uuid not null,
  plugin_id text not null,
  since timestamptz not null,
  enabled_by uuid not null,
  primary key (tenant_id, plugin_id)
);
comment on table core.plugin_enabled is 'Plugins that a workspace uses. A row of a plugin that is not installed has no effect.';
do $$ begin
  alter table core.plugin_enabled enable row level security;
  alter table core.plugin_enabled force row level security;
  create policy tenant on core.plugin_enabled using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, delete on core.plugin_enabled to core_rt;
end $$;
create constraint trigger stamp after insert or delete or update on core.plugin_enabled
  deferrable initially deferred for each row execute function infra.stamp();

--changeset storelane:0050-add-permission splitStatements:false
-- As 0041: a workspace that is older than the permission gets it in the roles that it was given then.
do $$
declare
  t uuid;
begin
  for t in select id from platform.tenant loop
    perform set_config('app.tenant', t::text, true);
    insert into core.role_permission (tenant_id, role_id, permission)
    select r.tenant_id, r.id, 'plugins.manage' from core.role r
    where r.tenant_id = t and r.code in ('owner','administrator')
      and not exists (select from core.role o join core.role_permission p on p.tenant_id = o.tenant_id and p.role_id = o.id
        where o.tenant_id = t and o.code = 'owner' and p.permission = 'plugins.manage')
    on conflict do nothing;
  end loop;
  perform set_config('app.tenant', '', true);
end $$;
