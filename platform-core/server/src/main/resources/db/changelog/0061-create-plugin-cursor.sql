--liquibase formatted sql

--changeset storelane:0061-create-plugin-cursor
create table core.plugin_cursor (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  value text not null,
  version bigint not null,
  primary key (tenant_id, plugin_id, name)
);
comment on table core.plugin_cursor is 'Places that plugins have come to.';
comment on column core.plugin_cursor.version is 'Grows with each move: who moves it says which one was seen.';
create table core.plugin_secret (
  tenant_id uuid not null,
  plugin_id text not null,
  name text not null,
  secret_id uuid not null,
  primary key (tenant_id, plugin_id, name),
  foreign key (tenant_id, secret_id) references core.secret (tenant_id, id)
);
comment on table core.plugin_secret is 'Secrets that plugins keep, sealed in core.secret.';
create index plugin_secret_secret on core.plugin_secret (tenant_id, secret_id);

--changeset storelane:0061-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['plugin_cursor','plugin_secret'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
