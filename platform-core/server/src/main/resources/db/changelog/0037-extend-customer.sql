--liquibase formatted sql

--changeset storelane:0037-extend-customer
alter table core.customer
  add column tags text[] not null default '{}',
  add column erased_at timestamptz,
  add column merged_into uuid,
  add column phone_key text collate "C" not null
    generated always as ("right"(regexp_replace(phone, '[^0-9]', '', 'g'), 11) collate "C") stored,
  add column email_key text collate "C" not null generated always as (lower(email collate "pg_c_utf8") collate "C") stored,
  add column id_key text collate "C" not null generated always as (upper(id_number collate "pg_c_utf8") collate "C") stored,
  add foreign key (tenant_id, merged_into) references core.customer (tenant_id, id);
comment on column core.customer.erased_at is 'When everything that tells who it is was removed; orders stay.';
comment on column core.customer.merged_into is 'The customer that took over all that was known of this one, of which nothing is left here.';
comment on column core.customer.phone_key is 'Last eleven digits of the phone: what duplicates are found by, whichever way it is written.';
create index customer_phone_key on core.customer (tenant_id, phone_key) where phone_key <> '';
create index customer_email_key on core.customer (tenant_id, email_key) where email_key <> '';
create index customer_id_key on core.customer (tenant_id, id_key) where id_key <> '';
create index customer_merged on core.customer (tenant_id, merged_into) where merged_into is not null;

--changeset storelane:0037-create-customer-contact
create table core.customer_contact (
  tenant_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  name text not null,
  role text not null default '',
  phone text not null default '',
  email text not null default '',
  primary key (tenant_id, customer_id, id),
  foreign key (tenant_id, customer_id) references core.customer (tenant_id, id)
);
comment on table core.customer_contact is 'Whom to speak to at a customer, beside the customer itself.';
create table core.customer_address (
  tenant_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  label text not null default '',
  name text not null,
  phone text not null default '',
  country text not null,
  province text not null default '',
  city text not null default '',
  district text not null default '',
  street text not null,
  postal_code text not null default '',
  main boolean not null default false,
  place_key text collate "C" not null,
  primary key (tenant_id, customer_id, id),
  foreign key (tenant_id, customer_id) references core.customer (tenant_id, id)
);
comment on column core.customer_address.place_key is 'City and the numbers of the street: addresses that are alike have the same one; empty = too little is known.';
create index customer_address_place on core.customer_address (tenant_id, place_key) where place_key <> '';
create table core.customer_consent (
  tenant_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  channel text not null check (channel in ('email','sms','phone','wechat','post')),
  given boolean not null,
  source text not null,
  at timestamptz not null,
  actor_name text not null,
  primary key (tenant_id, customer_id, id),
  foreign key (tenant_id, customer_id) references core.customer (tenant_id, id)
);
comment on table core.customer_consent is 'That a customer agreed to be written to or called by a channel, or no longer does: what counts is the latest by time.';
comment on column core.customer_consent.source is 'How the customer said so: a form, a call, the till.';
create index customer_consent_channel on core.customer_consent (tenant_id, customer_id, channel, at, id);
create table core.customer_entry (
  tenant_id uuid not null,
  customer_id uuid not null,
  id uuid not null,
  kind text not null,
  note text not null default '',
  actor_id uuid,
  actor_name text not null,
  at timestamptz not null,
  primary key (tenant_id, customer_id, id),
  foreign key (tenant_id, customer_id) references core.customer (tenant_id, id)
);
comment on table core.customer_entry is 'What happened to a customer, oldest first by id: its timeline, notes included.';

--changeset storelane:0037-wall-customer splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['customer_contact','customer_address','customer_consent','customer_entry'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;
