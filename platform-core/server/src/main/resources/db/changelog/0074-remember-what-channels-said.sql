--liquibase formatted sql

--changeset storelane:0074-remember-what-channels-said
create table core.channel_seen (
  tenant_id uuid not null,
  account_id uuid not null,
  number text not null,
  person text not null,
  goods text not null,
  money text not null,
  seen_at timestamptz not null,
  primary key (tenant_id, account_id, number),
  foreign key (tenant_id, account_id) references core.channel_account (tenant_id, id)
);
comment on table core.channel_seen is 'What a channel said last of an order, as digests: so what changed there is told from what people changed here.';
comment on column core.channel_seen.person is 'Digest of buyer, address and note.';
comment on column core.channel_seen.goods is 'Digest of the units of each SKU.';
comment on column core.channel_seen.money is 'Digest of payments and refunds.';
create index channel_seen_old on core.channel_seen (tenant_id, account_id, seen_at);
alter table core.channel_seen enable row level security;
alter table core.channel_seen force row level security;
create policy tenant on core.channel_seen using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
grant select, insert, update, delete on core.channel_seen to core_rt;
