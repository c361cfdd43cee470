--liquibase formatted sql

--changeset storelane:0053-create-plugin-setting
create table core.plugin_setting (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  value text not null default '',
  secret_id uuid,
  primary key (tenant_id, plugin_id, name),
  foreign key (tenant_id, secret_id) references core.secret (tenant_id, id)
);
comment on table core.plugin_setting is 'What a workspace has entered into the forms of its plugins.';
comment on column core.plugin_setting.secret_id is 'Where the value is a secret: it is sealed there, and the value is empty.';
create index plugin_setting_secret on core.plugin_setting (tenant_id, secret_id);

--changeset storelane:0053-wall splitStatements:false
do $$ begin
  alter table core.plugin_setting enable row level security;
  alter table core.plugin_setting force row level security;
  create policy tenant on core.plugin_setting using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.plugin_setting to core_rt;
end $$;
