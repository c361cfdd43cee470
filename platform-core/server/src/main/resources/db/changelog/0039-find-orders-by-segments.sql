--liquibase formatted sql

--changeset storelane:0039-segments
-- An order is found in one of two ways. Its text waits in search_fresh, read one by one. A thousand of them become a segment: their
-- texts go to the end of search_entry, and each gram that any of them has is one row that says which of the thousand have it. That is
-- a few thousand rows in the place of a hundred thousand places of an inverted index.
set role search_owner;
create table core.search_fresh (
  tenant_id uuid not null,
  record_id uuid not null,
  org_path text collate "C" not null,
  content text not null,
  primary key (tenant_id, record_id)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);
comment on table core.search_fresh is 'Text of an order that belongs to no segment yet; search reads those of a tenant one by one.';
alter table core.search_fresh alter column content set statistics 0;
create sequence core.search_segment_id as bigint cache 1;
create table core.search_segment (
  tenant_id uuid not null,
  id bigint not null,
  records uuid[] not null,
  primary key (tenant_id, id)
);
comment on table core.search_segment is 'Orders whose grams were gathered together; a later one has a higher id.';
create table core.search_posting (
  tenant_id uuid not null,
  gram bigint not null,
  segment bigint not null,
  orders bit varying not null,
  primary key (tenant_id, gram, segment)
);
comment on table core.search_posting is 'Which orders of a segment have a gram.';
comment on column core.search_posting.gram is 'Hash of tenant, kind and a run of one or of two characters.';
comment on column core.search_posting.orders is 'The n-th bit tells whether the n-th record of the segment has the gram.';
alter table core.search_segment alter column records set statistics 0;
alter table core.search_posting alter column orders set statistics 0;
alter table core.search_entry add column segment bigint;
comment on column core.search_entry.segment is 'The segment that holds the grams of an order as it is now; null for other kinds.';
reset role;

--changeset storelane:0039-wall splitStatements:false
set role search_owner;
do $$
declare t text;
begin
  foreach t in array array['search_fresh','search_segment','search_posting'] loop
    execute format('alter table core.%I enable row level security', t);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t);
  end loop;
end $$;
reset role;

--changeset storelane:0039-texts
-- All become fresh; turns of the log gather them.
set role search_owner;
insert into core.search_fresh (tenant_id, record_id, org_path, content)
  select tenant_id, record_id, org_path, content from core.search_entry where kind = 'order';
delete from core.search_entry where kind = 'order';
drop index core.search_entry_fresh;
drop index core.search_entry_grams_order;
alter table core.search_entry add check (case when kind = 'order' then segment is not null else grams is not null end);
comment on column core.search_entry.grams is 'Hashes of tenant, kind and each run of one and of two characters; null for orders.';
reset role;

--changeset storelane:0039-functions splitStatements:false
set role search_owner;
create or replace function core.search_put_all(p_kind text, p_records uuid[], p_paths text[], p_contents text[]) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content, grams)
    select current_setting('app.tenant')::uuid, p_kind, r.id, r.path, r.content, core.search_grams(p_kind, r.content)
    from unnest(p_records, p_paths, p_contents) r (id, path, content) where p_kind <> 'order'
    on conflict (tenant_id, kind, record_id) do update
      set org_path = excluded.org_path, content = excluded.content, grams = excluded.grams;
    insert into core.search_fresh (tenant_id, record_id, org_path, content)
    select current_setting('app.tenant')::uuid, r.id, r.path, r.content
    from unnest(p_records, p_paths, p_contents) r (id, path, content) where p_kind = 'order'
    on conflict (tenant_id, record_id) do update set org_path = excluded.org_path, content = excluded.content;
    -- only now: who gathers one of them was waited for above
    delete from core.search_entry
    where p_kind = 'order' and tenant_id = current_setting('app.tenant')::uuid and kind = 'order' and record_id = any (p_records)
  $f$;
create or replace function core.search_add_orders(p_tenants uuid[], p_records uuid[], p_paths text[], p_contents text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    named constant uuid[] := string_to_array(
      concat_ws(',', nullif(current_setting('app.tenants', true), ''), nullif(current_setting('app.tenant', true), '')), ',')::uuid[];
  begin
    if exists (select from unnest(p_tenants) t where t <> all (named)) then
      raise insufficient_privilege using message = 'the transaction does not name this tenant';
    end if;
    insert into core.search_fresh (tenant_id, record_id, org_path, content)
    select r.tenant, r.id, r.path, r.content from unnest(p_tenants, p_records, p_paths, p_contents) r (tenant, id, path, content);
  end
  $f$;
create or replace function core.search_fresh_orders(p_limit integer) returns table (record_id uuid, content text)
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    select e.record_id, e.content from core.search_fresh e
    where e.tenant_id = current_setting('app.tenant')::uuid
      and (select count(*) from (select from core.search_fresh f where f.tenant_id = current_setting('app.tenant')::uuid
        limit p_limit) n) = p_limit
    order by e.record_id limit p_limit for update skip locked
  $f$;
drop function core.search_gather_orders(uuid[], integer[], bigint[]);
-- Makes a segment of orders: the n-th gram belongs to the orders that the n-th row of bits, in hexadecimal form, tells.
create function core.search_gather(p_records uuid[], p_grams bigint[], p_orders text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    new_id constant bigint := nextval('core.search_segment_id');
  begin
    insert into core.search_segment (tenant_id, id, records) values (current_setting('app.tenant')::uuid, new_id, p_records);
    insert into core.search_posting (tenant_id, gram, segment, orders)
    select current_setting('app.tenant')::uuid, p.gram, new_id, ('x' || p.orders)::bit varying
    from unnest(p_grams, p_orders) p (gram, orders);
    with gathered as (
      delete from core.search_fresh f where f.tenant_id = current_setting('app.tenant')::uuid and f.record_id = any (p_records)
      returning f.record_id, f.org_path, f.content)
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content, segment)
    select current_setting('app.tenant')::uuid, 'order', g.record_id, g.org_path, g.content, new_id from gathered g order by g.record_id;
  end
  $f$;
revoke all on function core.search_gather(uuid[], bigint[], text[]) from public;
grant execute on function core.search_gather(uuid[], bigint[], text[]) to core_rt;
create or replace function core.search_drop(p_kind text, p_record uuid) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    delete from core.search_fresh
    where p_kind = 'order' and tenant_id = current_setting('app.tenant')::uuid and record_id = p_record;
    delete from core.search_entry where tenant_id = current_setting('app.tenant')::uuid and kind = p_kind and record_id = p_record
  $f$;
create or replace function core.search_move(p_from text, p_until text, p_old text, p_new text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    update core.search_fresh set org_path = p_new || substr(org_path, length(p_old) + 1)
    where tenant_id = current_setting('app.tenant')::uuid and org_path >= p_from and org_path < p_until;
    update core.search_entry set org_path = p_new || substr(org_path, length(p_old) + 1)
    where tenant_id = current_setting('app.tenant')::uuid and org_path >= p_from and org_path < p_until
  $f$;
create or replace function core.search_find(p_kind text, p_words text[], p_from text[], p_until text[], p_limit integer)
  returns table (record_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    wanted bigint[] := '{}';
    word text;
    found integer;
    here integer;
    hit record;
  begin
    foreach word in array p_words loop
      if length(word) = 1 then
        wanted := wanted || hashtextextended(current_setting('app.tenant') || p_kind || word, 0);
      else
        select wanted || array_agg(hashtextextended(current_setting('app.tenant') || p_kind || substr(word, i, 2), 0)) into wanted
        from generate_series(1, length(word) - 1) i;
      end if;
    end loop;
    if p_kind <> 'order' then
      return query select e.record_id from core.search_entry e
        where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = p_kind and e.kind <> 'order' and e.grams @> wanted
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit;
      return;
    end if;
    return query select e.record_id from core.search_fresh e
      where e.tenant_id = current_setting('app.tenant')::uuid
        and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
        and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
      limit p_limit;
    get diagnostics found = row_count;
    select array_agg(distinct w) into wanted from unnest(wanted) w;
    for hit in
      select p.segment, bit_and(p.orders) as orders from core.search_posting p
      where p.tenant_id = current_setting('app.tenant')::uuid and p.gram = any (wanted)
      group by p.segment having count(*) = cardinality(wanted) and position(B'1' in bit_and(p.orders)) > 0
      order by p.segment desc
    loop
      exit when found >= p_limit;
      return query select e.record_id from core.search_segment s
        cross join unnest(s.records) with ordinality r (id, n)
        join core.search_entry e on e.tenant_id = s.tenant_id and e.kind = 'order' and e.record_id = r.id
        where s.tenant_id = current_setting('app.tenant')::uuid and s.id = hit.segment
          and get_bit(hit.orders, r.n::integer - 1) = 1 and e.segment = hit.segment
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit - found;
      get diagnostics here = row_count;
      found := found + here;
    end loop;
  end
  $f$;
reset role;
