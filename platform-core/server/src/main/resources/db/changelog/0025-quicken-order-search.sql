--liquibase formatted sql

--changeset storelane:0025-grams splitStatements:false
-- The same hashes as before, in one pass over the characters: substr walks a text of several bytes a character from its beginning.
create or replace function core.search_grams(p_kind text, p_content text) returns bigint[]
  language sql stable set search_path = pg_catalog, pg_temp
  as $f$
    with p as (select current_setting('app.tenant', true) || p_kind as prefix),
      pair as materialized (select distinct c as one, lead(c) over () as next from unnest(string_to_array(p_content, null)) c)
    select coalesce(array_agg(distinct g.hash), '{}') from (
      select hashtextextended(p.prefix || pair.one, 0) as hash from pair, p where pair.one <> ' '
      union all
      select hashtextextended(p.prefix || pair.one || pair.next, 0) from pair, p where pair.one <> ' ' and pair.next <> ' ') g
  $f$;

--changeset storelane:0025-index
-- Orders come in by the thousand, each with a hundred grams: gathered in a short list first, they cost a quarter. The list is read
-- by each search of orders, so it stays short; the other kinds have none.
set role search_owner;
create index search_entry_grams_order on core.search_entry using gin (grams)
  with (fastupdate = on, gin_pending_list_limit = 1024) where kind = 'order';
create index search_entry_grams_other on core.search_entry using gin (grams) with (fastupdate = off) where kind <> 'order';
drop index core.search_entry_grams;
reset role;

--changeset storelane:0025-find splitStatements:false
set role search_owner;
create or replace function core.search_find(p_kind text, p_words text[], p_from text[], p_until text[], p_limit integer)
  returns table (record_id uuid)
  language plpgsql stable security definer set search_path = pg_catalog, pg_temp
  as $f$
  declare
    wanted bigint[] := '{}';
    word text;
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
        where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = 'order' and e.grams @> wanted
          and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
          and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
        limit p_limit;
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
