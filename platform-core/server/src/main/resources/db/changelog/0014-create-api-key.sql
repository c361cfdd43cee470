--liquibase formatted sql

--changeset storelane:0014-create-api-key
create table platform.api_key (
  id uuid primary key,
  tenant_id uuid not null references platform.tenant,
  secret_hash bytea not null,
  previous_hash bytea,
  previous_until timestamptz
);
comment on table platform.api_key is 'Finds the tenant of a key. Hashes are HMAC-SHA256 of the whole key with the pepper of the installation; the previous one counts until its time.';
grant select, insert, update, delete on platform.api_key to platform_rt;

create table core.api_key (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  hint text not null,
  scopes text not null,
  node_id uuid not null,
  expires_at timestamptz,
  created_by uuid not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  previous_until timestamptz,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, node_id) references core.org_node (tenant_id, id)
);
comment on column core.api_key.scopes is 'Keys of permissions, divided by commas.';
create unique index api_key_name on core.api_key (tenant_id, name) where revoked_at is null;
create index api_key_node on core.api_key (tenant_id, node_id);

create table core.idempotency (
  tenant_id uuid not null,
  key_id uuid not null,
  idempotency_key text not null,
  request_hash bytea not null,
  created_at timestamptz not null,
  status integer,
  headers text,
  body bytea,
  primary key (tenant_id, key_id, idempotency_key),
  foreign key (tenant_id, key_id) references core.api_key (tenant_id, id)
);
comment on table core.idempotency is 'Answers of requests that may be repeated; without a status while the request runs.';
create index idempotency_age on core.idempotency (tenant_id, created_at);

insert into platform.plan_limit (plan_code, name, value) values ('trial', 'api_keys', 20);

--changeset storelane:0014-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['api_key', 'idempotency'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
