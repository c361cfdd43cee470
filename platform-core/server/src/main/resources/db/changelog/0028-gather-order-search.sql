--liquibase formatted sql

--changeset storelane:0028-fresh
-- The text of a new order is stored with it and found at once: the newest texts of a tenant are read one by one. Their grams are
-- written later, a thousand orders at a time, because an index of grams costs by the gram and not by the order.
set role search_owner;
alter table core.search_entry alter column grams drop not null;
alter table core.search_entry alter column grams set statistics 10;
alter table core.search_entry alter column content set statistics 0;
comment on column core.search_entry.grams is 'Hashes of tenant, kind and each run of one and of two characters; null = not gathered yet, only for orders.';
drop index core.search_entry_grams_order;
create index search_entry_grams_order on core.search_entry using gin (grams)
  with (fastupdate = on, gin_pending_list_limit = 16384) where kind = 'order' and grams is not null;
create index search_entry_fresh on core.search_entry (tenant_id, record_id) where kind = 'order' and grams is null;
reset role;

--changeset storelane:0028-put splitStatements:false
set role search_owner;
drop function core.search_put(text, uuid, text, text);
create or replace function core.search_put_all(p_kind text, p_records uuid[], p_paths text[], p_contents text[]) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content, grams)
    select current_setting('app.tenant')::uuid, p_kind, r.id, r.path, r.content,
      case when p_kind <> 'order' then core.search_grams(p_kind, r.content) end
    from unnest(p_records, p_paths, p_contents) r (id, path, content)
    on conflict (tenant_id, kind, record_id) do update
      set org_path = excluded.org_path, content = excluded.content, grams = excluded.grams
  $f$;
reset role;

--changeset storelane:0028-add splitStatements:false
-- Texts of orders that are being written, of the tenants that the transaction names.
create function core.search_add_orders(p_tenants uuid[], p_records uuid[], p_paths text[], p_contents text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    named constant uuid[] := string_to_array(
      concat_ws(',', nullif(current_setting('app.tenants', true), ''), nullif(current_setting('app.tenant', true), '')), ',')::uuid[];
  begin
    if exists (select from unnest(p_tenants) t where t <> all (named)) then
      raise insufficient_privilege using message = 'the transaction does not name this tenant';
    end if;
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content)
    select r.tenant, 'order', r.id, r.path, r.content from unnest(p_tenants, p_records, p_paths, p_contents) r (tenant, id, path, content);
  end
  $f$;
-- Orders whose grams are missing, the oldest first, locked; none if there are fewer.
create function core.search_fresh_orders(p_limit integer) returns table (record_id uuid, content text)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    select e.record_id, e.content from core.search_entry e
    where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = 'order' and e.grams is null
      and (select count(*) from (select from core.search_entry f where f.tenant_id = current_setting('app.tenant')::uuid
        and f.kind = 'order' and f.grams is null limit p_limit) n) = p_limit
    order by e.record_id limit p_limit for update skip locked
  $f$;
-- Writes grams: those of the n-th order end at the n-th of the places in the one array of all of them.
create function core.search_gather_orders(p_records uuid[], p_ends integer[], p_grams bigint[]) returns bigint
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    update core.search_entry e set grams = p_grams[r.first : r.last]
    from (select id, coalesce(lag(last) over (order by n), 0) + 1 as first, last
      from unnest(p_records, p_ends) with ordinality u (id, last, n)) r
    where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = 'order' and e.record_id = r.id;
    select gin_clean_pending_list('core.search_entry_grams_order'); -- or each search would read it
  $f$;
alter function core.search_add_orders(uuid[], uuid[], text[], text[]) owner to search_owner;
alter function core.search_fresh_orders(integer) owner to search_owner;
alter function core.search_gather_orders(uuid[], integer[], bigint[]) owner to search_owner;
set role search_owner;
revoke all on function core.search_add_orders(uuid[], uuid[], text[], text[]), core.search_fresh_orders(integer),
  core.search_gather_orders(uuid[], integer[], bigint[]) from public;
grant execute on function core.search_add_orders(uuid[], uuid[], text[], text[]) to core_rt, intake_rt;
grant execute on function core.search_fresh_orders(integer), core.search_gather_orders(uuid[], integer[], bigint[]) to core_rt;
reset role;

--changeset storelane:0028-find splitStatements:false
set role search_owner;
create or replace function core.search_find(p_kind text, p_words text[], p_from text[], p_until text[], p_limit integer)
  returns table (record_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    wanted bigint[] := '{}';
    word text;
    found integer;
  begin
    foreach word in array p_words loop
      if length(word) = 1 then
        wanted := wanted || hashtextextended(current_setting('app.tenant') || p_kind || word, 0);
      else
        select wanted || array_agg(hashtextextended(current_setting('app.tenant') || p_kind || substr(word, i, 2), 0)) into wanted
        from generate_series(1, length(word) - 1) i;
      end if;
    end loop;
    -- each form names its index
    if p_kind = 'order' then
      return query select e.record_id from core.search_entry e
        where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = 'order' and e.grams is null
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit;
      get diagnostics found = row_count;
      return query select e.record_id from core.search_entry e
        where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = 'order' and e.grams is not null and e.grams @> wanted
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit - found;
    else
      return query select e.record_id from core.search_entry e
        where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = p_kind and e.kind <> 'order' and e.grams @> wanted
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit;
    end if;
  end
  $f$;
reset role;

--changeset storelane:0028-policy splitStatements:false
-- Whether a transaction names a tenant is looked up once an insert, not once a row.
do $$
declare
  named constant text := '(tenant_id = any ((select string_to_array(current_setting(''app.tenants'', true), '','')::uuid[])::uuid[]))';
  t text;
begin
  foreach t in array array['sales_order','order_line','order_discount','order_payment','order_task','order_entry','reservation',
      'stock_move','event','audit_entry'] loop
    execute format('alter policy intake on core.%I with check %s', t, named);
  end loop;
end $$;
