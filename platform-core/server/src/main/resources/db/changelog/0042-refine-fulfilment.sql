--liquibase formatted sql

--changeset storelane:0042-ignore-case-of-carrier
alter table core.parcel
  add column carrier_key text not null generated always as (lower(btrim(carrier))) stored,
  add column carrier_repeated boolean not null default false;
comment on column core.parcel.carrier_key is 'The carrier, however its capitals are written.';
comment on column core.parcel.carrier_repeated is 'True for a number that stood there twice before capitals were ignored.';

--changeset storelane:0042-repeated splitStatements:false
do $$
declare
  t uuid;
begin
  for t in select id from platform.tenant loop
    perform set_config('app.tenant', t::text, true);
    update core.parcel p set carrier_repeated = true
    where p.tenant_id = t and p.tracking <> '' and exists (select from core.parcel o where o.tenant_id = t
      and o.tracking = p.tracking and o.carrier_key = p.carrier_key and o.id < p.id);
  end loop;
  perform set_config('app.tenant', '', true);
end $$;

--changeset storelane:0042-index
create unique index parcel_tracking_key on core.parcel (tenant_id, tracking, carrier_key)
  where tracking <> '' and not carrier_repeated;

--changeset storelane:0042-sort-returns
create index rma_due_last on core.rma (tenant_id, (coalesce(due_at, '2999-12-31 00:00:00+00'::timestamptz)), id);

--changeset storelane:0042-open-twice-a-day
alter table core.location_hours add column part integer not null default 1 check (part between 1 and 2);
alter table core.location_hours drop constraint location_hours_pkey;
alter table core.location_hours add primary key (tenant_id, location_id, day, part);
comment on column core.location_hours.part is '1 = before a break, or the whole day; 2 = after it.';
comment on table core.location_hours is 'When a location is open, in its time zone, before and after a break in rows of their own; one without a row is always open, else a day without a row is closed.';
