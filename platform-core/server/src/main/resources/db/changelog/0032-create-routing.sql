--liquibase formatted sql

--changeset storelane:0032-create-routing
alter table core.location add column area_only boolean not null default false;
comment on column core.location.area_only is 'True if it serves the regions of location_area only; false if it goes first there and serves the rest, too.';

create table core.routing_rule (
  tenant_id uuid not null,
  rules text not null,
  version bigint not null default 1,
  primary key (tenant_id)
);
comment on table core.routing_rule is 'Rules by which a workspace chooses the location that ships; without a row those of the product hold.';
comment on column core.routing_rule.rules is 'Those that are on, the first one first, divided by commas.';

create table core.location_area (
  tenant_id uuid not null,
  location_id uuid not null,
  region text not null check (region ~ '^[0-9]{6}$'),
  primary key (tenant_id, location_id, region),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id) on delete cascade
);
comment on table core.location_area is 'Regions that a location serves, each with all that lies in it; without a row it serves every one.';
comment on column core.location_area.region is 'Code of a province, city or district by GB/T 2260.';

create table core.location_hours (
  tenant_id uuid not null,
  location_id uuid not null,
  day integer not null check (day between 1 and 7),
  opens time not null,
  closes time not null,
  primary key (tenant_id, location_id, day),
  check (opens < closes),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id) on delete cascade
);
comment on table core.location_hours is 'When a location is open, in its time zone; one without a row is always open, else a day without a row is closed.';
comment on column core.location_hours.day is '1 = Monday.';

create table core.location_closure (
  tenant_id uuid not null,
  location_id uuid not null,
  first_day date not null,
  last_day date not null,
  note text not null default '',
  primary key (tenant_id, location_id, first_day),
  check (first_day <= last_day),
  foreign key (tenant_id, location_id) references core.location (tenant_id, id) on delete cascade
);
comment on table core.location_closure is 'Days on which a location is closed whatever its hours.';

--changeset storelane:0032-wall splitStatements:false
do $$
declare
  t text;
begin
  foreach t in array array['routing_rule','location_area','location_hours','location_closure'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
    -- the intake keeps them in memory
    execute format('create constraint trigger stamp after insert or update or delete on core.%I deferrable initially deferred '
                || 'for each row execute function infra.stamp()', t);
  end loop;
end $$;
