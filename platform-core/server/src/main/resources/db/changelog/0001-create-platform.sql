--liquibase formatted sql

--changeset storelane:0001-create-platform
create table platform.app_user (
  id uuid primary key,
  subject text unique,
  email text not null unique,
  name text not null,
  locale text not null default 'en',
  created_at timestamptz not null,
  version bigint not null default 0
);
comment on table platform.app_user is 'A person who can sign in; subject is the identity provider''s sub. E-mail is kept in lower case.';

create table platform.terms_acceptance (
  user_id uuid not null references platform.app_user,
  document text not null check (document in ('terms','privacy')),
  document_version text not null,
  accepted_at timestamptz not null,
  primary key (user_id, document, document_version)
);

create table platform.sign_up (
  id uuid primary key,
  email text not null,
  name text not null,
  locale text not null,
  terms_version text not null,
  privacy_version text not null,
  requested_at timestamptz not null,
  state text not null check (state in ('waiting','done','failed')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  last_error text
);
create index sign_up_waiting on platform.sign_up (next_at) where state = 'waiting';
create index sign_up_email on platform.sign_up (email, requested_at);

create table platform.plan (
  code text primary key,
  trial_days integer not null check (trial_days >= 0),
  sort integer not null,
  active boolean not null
);
create table platform.plan_limit (
  plan_code text not null references platform.plan,
  name text not null,
  value bigint not null check (value >= 0),
  primary key (plan_code, name)
);

create table platform.tenant (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 3 and 40),
  name text not null,
  status text not null check (status in ('active','suspended','closed')),
  cell text not null default 'c1',
  request_id uuid not null unique,
  created_by uuid not null references platform.app_user,
  created_at timestamptz not null
);
comment on column platform.tenant.request_id is 'Token of the form that asked for the workspace: the same form sent twice makes one workspace.';

create table platform.subscription (
  tenant_id uuid primary key references platform.tenant,
  plan_code text not null references platform.plan,
  status text not null check (status in ('trialing','active','past_due','canceled')),
  trial_ends_at timestamptz,
  version bigint not null default 0
);

create table platform.membership (
  tenant_id uuid not null references platform.tenant,
  user_id uuid not null references platform.app_user,
  status text not null check (status in ('active','removed')),
  since timestamptz not null,
  until timestamptz,
  primary key (tenant_id, user_id)
);
create index membership_user on platform.membership (user_id);

create table platform.invitation_token (
  token_hash bytea primary key,
  email text not null,
  tenant_id uuid not null references platform.tenant,
  invitation_id uuid not null,
  created_at timestamptz not null
);
create index invitation_token_invitation on platform.invitation_token (tenant_id, invitation_id);
create index invitation_token_email on platform.invitation_token (email);

insert into platform.plan (code, trial_days, sort, active) values ('trial', 14, 1, true);
insert into platform.plan_limit (plan_code, name, value) values
  ('trial', 'members', 10), ('trial', 'org_nodes', 200), ('trial', 'roles', 50), ('trial', 'storage_bytes', 104857600);

grant select, insert, update, delete on all tables in schema platform to platform_rt;

-- What a tenant may see of the platform: its own row, its own members. A barrier keeps a function in a
-- caller's WHERE from seeing other rows before the tenant filter.
create view platform.tenant_self with (security_barrier) as
  select t.id as tenant_id, t.slug, t.name, t.status, t.created_at, s.plan_code, s.status as subscription_status, s.trial_ends_at
  from platform.tenant t join platform.subscription s on s.tenant_id = t.id
  where t.id = nullif(current_setting('app.tenant', true), '')::uuid;
create view platform.tenant_member with (security_barrier) as
  select m.tenant_id, m.user_id, m.status, m.since, m.until, u.name, u.email, u.locale
  from platform.membership m join platform.app_user u on u.id = m.user_id
  where m.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid;
create view platform.tenant_limit with (security_barrier) as
  select s.tenant_id, l.name, l.value
  from platform.subscription s join platform.plan_limit l on l.plan_code = s.plan_code
  where s.tenant_id = nullif(current_setting('app.tenant', true), '')::uuid;
grant select on platform.tenant_self, platform.tenant_member, platform.tenant_limit to core_rt;
