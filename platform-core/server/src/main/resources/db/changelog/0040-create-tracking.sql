--liquibase formatted sql

--changeset storelane:0040-create-tracking
create table platform.tracking_token (
  token_hash bytea primary key,
  tenant_id uuid not null references platform.tenant,
  parcel_id uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null
);
comment on table platform.tracking_token is 'Finds the parcel of a link that a shopper was given; of the link''s secret only a hash is kept.';
create index tracking_token_parcel on platform.tracking_token (tenant_id, parcel_id, created_at);
create index tracking_token_expiry on platform.tracking_token (expires_at);
grant select, insert, delete on platform.tracking_token to platform_rt;
