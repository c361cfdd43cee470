--liquibase formatted sql

--changeset storelane:0016-create-saved-view
create table core.saved_view (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  list text not null,
  name text not null,
  query text not null,
  created_at timestamptz not null,
  primary key (tenant_id, id),
  unique (tenant_id, user_id, list, name)
);
comment on table core.saved_view is 'A filter of a list under a name that somebody gave it; seen by nobody else.';

--changeset storelane:0016-wall splitStatements:false
do $$
begin
  alter table core.saved_view enable row level security;
  alter table core.saved_view force row level security;
  create policy tenant on core.saved_view using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
    with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
  grant select, insert, update, delete on core.saved_view to core_rt;
end $$;
