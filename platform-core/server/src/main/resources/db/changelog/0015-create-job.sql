--liquibase formatted sql

--changeset storelane:0015-event-epoch splitStatements:false
-- Which run of the log events are written in. Transaction ids begin anew when data come into another cluster, so whoever
-- restores or moves them raises it: create or replace function core.event_epoch() ... select 2.
create function core.event_epoch() returns integer language sql stable as 'select 1';
alter table core.event alter column epoch set default core.event_epoch();

--changeset storelane:0015-create-event-cursor
create table core.event_cursor (
  tenant_id uuid not null,
  consumer text not null,
  epoch integer not null default 0,
  xid xid8 not null default '0',
  seq bigint not null default 0,
  moved_at timestamptz,
  primary key (tenant_id, consumer)
);
comment on table core.event_cursor is 'How far a consumer has read the log: the last event that it took, or passed over.';

create table core.event_failure (
  tenant_id uuid not null,
  id uuid not null,
  consumer text not null,
  event_id uuid not null,
  aggregate_id uuid not null,
  epoch integer not null,
  seq bigint not null,
  type text not null,
  state text not null check (state in ('waiting','dead')),
  attempts integer not null default 0,
  next_at timestamptz not null,
  since timestamptz not null,
  error text not null default '',
  primary key (tenant_id, id),
  unique (tenant_id, consumer, event_id),
  foreign key (tenant_id, event_id) references core.event (tenant_id, id)
);
comment on table core.event_failure is 'Events that a consumer has not taken with its batch: one that failed, and those of the same aggregate behind it.';
create index event_failure_waiting on core.event_failure (tenant_id, consumer, aggregate_id, epoch, seq) where state = 'waiting';
create index event_failure_dead on core.event_failure (tenant_id, since, id) where state = 'dead';

create table core.usage_day (
  tenant_id uuid not null,
  day date not null,
  metric text not null,
  count bigint not null,
  primary key (tenant_id, day, metric)
);
comment on table core.usage_day is 'What a tenant did on a day (UTC), counted from the log of events.';

--changeset storelane:0015-create-job
create table core.job (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  params jsonb not null,
  state text not null check (state in ('waiting','running','done','failed','cancelled')),
  total integer not null,
  done integer not null default 0,
  failed integer not null default 0,
  cancel boolean not null default false,
  requested_by uuid not null,
  requester_name text not null,
  locale text not null,
  created_at timestamptz not null,
  started_at timestamptz,
  finished_at timestamptz,
  lease_until timestamptz not null,
  worker text not null default '',
  attempts integer not null default 0,
  primary key (tenant_id, id)
);
comment on column core.job.lease_until is 'The worker that holds it puts this off with each item; a job whose time is over is free for any worker.';
create index job_open on core.job (tenant_id, lease_until) where state in ('waiting','running');
create index job_created on core.job (tenant_id, created_at, id);
create index job_requester on core.job (tenant_id, requested_by, created_at, id);
create table core.job_item (
  tenant_id uuid not null,
  job_id uuid not null,
  position integer not null,
  ref uuid,
  label text not null,
  state text not null check (state in ('waiting','done','failed','skipped')),
  message_key text not null default '',
  message_args jsonb not null default '[]',
  finished_at timestamptz,
  primary key (tenant_id, job_id, position),
  foreign key (tenant_id, job_id) references core.job (tenant_id, id) on delete cascade
);
create index job_item_state on core.job_item (tenant_id, job_id, state, position);

--changeset storelane:0015-wall splitStatements:false
do $$
declare t text;
begin
  foreach t in array array['event_cursor','event_failure','usage_day','job','job_item'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('alter table core.%I force row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t);
  end loop;
end $$;

--changeset storelane:0015-sweep splitStatements:false
-- The sweep also finds jobs, events behind which a consumer is, and events to be tried again. It sees places in the log
-- and times, never what stands there.
create policy sweep on core.job for select to sweep_owner using (state in ('waiting','running'));
create policy sweep on core.event_failure for select to sweep_owner using (state = 'waiting');
create policy sweep on core.event for select to sweep_owner using (true);
create policy sweep on core.event_cursor for select to sweep_owner using (true);
grant select (tenant_id, state, lease_until) on core.job to sweep_owner;
grant select (tenant_id, state, next_at) on core.event_failure to sweep_owner;
grant select (tenant_id, epoch, xid, seq) on core.event to sweep_owner;
grant select (tenant_id, consumer, epoch, xid, seq) on core.event_cursor to sweep_owner;
-- the new function belongs to sweep_owner as the first did
set role sweep_owner;
create or replace function infra.tenants_with_work() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    -- one look into the index per tenant, not one per event
    with recursive tenants as (
      (select e.tenant_id from core.event e order by e.tenant_id limit 1)
      union all
      select (select e.tenant_id from core.event e where e.tenant_id > t.tenant_id order by e.tenant_id limit 1)
      from tenants t where t.tenant_id is not null
    )
    select m.tenant_id, 'mail', min(m.next_at) from core.mail m where m.state = 'waiting' group by m.tenant_id
    union all
    select j.tenant_id, 'job', min(j.lease_until) from core.job j where j.state in ('waiting','running') group by j.tenant_id
    union all
    select w.tenant_id, 'event', min(w.due) from (
      select f.tenant_id, f.next_at as due from core.event_failure f where f.state = 'waiting'
      union all
      select c.tenant_id, now() from core.event_cursor c where exists (select from core.event e
        where e.tenant_id = c.tenant_id and (e.epoch, e.xid, e.seq) > (c.epoch, c.xid, c.seq))
      union all
      select t.tenant_id, now() from tenants t where t.tenant_id is not null
        and not exists (select from core.event_cursor c where c.tenant_id = t.tenant_id)
    ) w group by w.tenant_id
  $f$;
-- Age in seconds of the oldest open transaction of the cluster that has written: it holds back every reader of the log.
create function infra.oldest_writer() returns double precision
  language sql volatile security definer set search_path = pg_catalog, pg_temp
  as $f$
    select coalesce(max(extract(epoch from clock_timestamp() - w.since)), 0)::double precision from (
      select a.xact_start as since from pg_stat_activity a where a.backend_xid is not null
      union all select p.prepared from pg_prepared_xacts p
    ) w
  $f$;
revoke all on function infra.oldest_writer() from public;
grant execute on function infra.oldest_writer() to storelane_infra;
reset role;
