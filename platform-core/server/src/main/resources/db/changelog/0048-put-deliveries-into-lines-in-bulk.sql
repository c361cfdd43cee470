--liquibase formatted sql

--changeset storelane:0048-add-new-deliveries
-- Who reads events adds them as new and waits for nobody; who sends puts them into the lines of their objects.
alter table core.webhook_delivery drop constraint webhook_delivery_state_check;
alter table core.webhook_delivery add constraint webhook_delivery_state_check
  check (state in ('new','queued','waiting','delivered','dead','discarded')) not valid;
alter table core.webhook_delivery validate constraint webhook_delivery_state_check;
comment on table core.webhook_delivery is 'An event on its way to a receiver. New ones are put into the line of their object by whoever sends: of a line the first is waiting, the others are queued behind it.';
create index webhook_delivery_new on core.webhook_delivery (tenant_id, webhook_id, place) where state = 'new';

--changeset storelane:0048-find-deliveries
-- The list of one receiver, and of what was discarded, among a hundred thousand others.
create index webhook_delivery_webhook on core.webhook_delivery (tenant_id, webhook_id, created_at, id);
create index webhook_delivery_discarded on core.webhook_delivery (tenant_id, created_at, id) where state = 'discarded';

--changeset storelane:0048-sweep splitStatements:false
alter policy sweep on core.webhook_delivery using (state in ('new','waiting'));
alter policy sweep on core.webhook using (true);
set role sweep_owner;
create or replace function infra.tenants_with_deliveries() returns table (tenant_id uuid, queue text, due timestamptz)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
    select w.tenant_id, 'webhook', least(d.due, n.due)
    from (select distinct h.tenant_id from core.webhook h where h.state = 'on') w
    cross join lateral (select min(x.next_at) as due from core.webhook_delivery x
      where x.tenant_id = w.tenant_id and x.state = 'waiting') d
    left join lateral (select x.next_at as due from core.webhook_delivery x
      where x.tenant_id = w.tenant_id and x.state = 'new' limit 1) n on true
    where d.due is not null or n.due is not null
  $f$;
-- Of receivers that are off or removed too: what was sent to them comes to its end all the same.
create function infra.tenants_with_receivers() returns table (tenant_id uuid)
  language sql stable security definer set search_path = pg_catalog, pg_temp
  as $f$ select distinct h.tenant_id from core.webhook h $f$;
revoke all on function infra.tenants_with_receivers() from public;
grant execute on function infra.tenants_with_receivers() to storelane_infra;
reset role;
