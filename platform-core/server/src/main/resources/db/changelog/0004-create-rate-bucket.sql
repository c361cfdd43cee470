--liquibase formatted sql

--changeset storelane:0004-create-rate-bucket
-- Layout of Bucket4j (names are its own). The id is a form and a client address; a row goes when its bucket is full again.
-- A row whose server died before it wrote the state goes after an hour.
create table infra.rate_bucket (
  id text primary key,
  state bytea,
  expires_at bigint not null default (extract(epoch from now()) * 1000)::bigint + 3600000
);
grant select, insert, update, delete on infra.rate_bucket to storelane_infra;
