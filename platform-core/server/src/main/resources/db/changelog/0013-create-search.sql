--liquibase formatted sql

--changeset storelane:0013-create-search
create table core.search_entry (
  tenant_id uuid not null,
  kind text not null check (kind in ('product','order','customer','location')),
  record_id uuid not null,
  org_path text collate "C" not null,
  content text not null,
  grams bigint[] not null,
  primary key (tenant_id, kind, record_id)
);
comment on table core.search_entry is 'Text of a record for substring search: content is NFKC in lower case, grams are hashes of tenant, kind and each run of one and of two characters.';
-- without the list of pending entries: a search would read all of it
create index search_entry_grams on core.search_entry using gin (grams) with (fastupdate = off);

--changeset storelane:0013-wall splitStatements:false
-- All tables of schema core that do not stand behind the wall yet.
do $$
declare t record;
begin
  for t in select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where n.nspname = 'core' and c.relkind = 'r' and not c.relforcerowsecurity and c.relname <> 'search_entry' loop
    execute format('alter table core.%I enable row level security', t.relname);
    execute format('alter table core.%I force row level security', t.relname);
    execute format('create policy tenant on core.%I using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid) '
                || 'with check (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::uuid)', t.relname);
    execute format('grant select, insert, update, delete on core.%I to core_rt', t.relname);
  end loop;
  -- the history of stock and of orders can only grow
  revoke update, delete on core.stock_move, core.order_entry from core_rt;
end $$;

--changeset storelane:0013-search splitStatements:false
-- Substring search cannot use an index under row-level security (its operators are not leakproof), so the table belongs
-- to a role of its own and is reached through these functions alone; each names the tenant of the scope itself.
alter table core.search_entry enable row level security;
create policy tenant on core.search_entry using (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)
  with check (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid);
alter table core.search_entry owner to search_owner;

create function core.search_grams(p_kind text, p_content text) returns bigint[]
  language sql stable set search_path = pg_catalog, pg_temp
  as $f$
    select coalesce(array_agg(distinct hashtextextended(
        current_setting('app.tenant', true) || p_kind || substr(p_content, i, n), 0)), '{}')
    from generate_series(1, length(p_content)) i, generate_series(1, 2) n
    where i + n - 1 <= length(p_content) and substr(p_content, i, n) not like '% %'
  $f$;

create function core.search_put(p_kind text, p_record uuid, p_path text, p_content text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content, grams)
    values (current_setting('app.tenant')::uuid, p_kind, p_record, p_path, p_content, core.search_grams(p_kind, p_content))
    on conflict (tenant_id, kind, record_id) do update
      set org_path = excluded.org_path, content = excluded.content, grams = excluded.grams
      where search_entry.content <> excluded.content or search_entry.org_path <> excluded.org_path
  $f$;

create function core.search_put_all(p_kind text, p_records uuid[], p_paths text[], p_contents text[]) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    insert into core.search_entry (tenant_id, kind, record_id, org_path, content, grams)
    select current_setting('app.tenant')::uuid, p_kind, r.id, r.path, r.content, core.search_grams(p_kind, r.content)
    from unnest(p_records, p_paths, p_contents) r (id, path, content)
    on conflict (tenant_id, kind, record_id) do update
      set org_path = excluded.org_path, content = excluded.content, grams = excluded.grams
  $f$;

create function core.search_drop(p_kind text, p_record uuid) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    delete from core.search_entry where tenant_id = current_setting('app.tenant')::uuid and kind = p_kind and record_id = p_record
  $f$;

-- Records whose text contains each of the words; a word of one or more characters, in the form that search_put got.
create function core.search_find(p_kind text, p_words text[], p_from text[], p_until text[], p_limit integer)
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
    return query select e.record_id from core.search_entry e
      where e.tenant_id = current_setting('app.tenant')::uuid and e.kind = p_kind and e.grams @> wanted
        and not exists (select from unnest(p_words) w where position(w in e.content) = 0)
        and exists (select from unnest(p_from, p_until) r (a, b) where e.org_path >= r.a and e.org_path < r.b)
      limit p_limit;
  end
  $f$;

--changeset storelane:0013-search-rights splitStatements:false
alter function core.search_put(text, uuid, text, text) owner to search_owner;
alter function core.search_put_all(text, uuid[], text[], text[]) owner to search_owner;
alter function core.search_drop(text, uuid) owner to search_owner;
alter function core.search_find(text, text[], text[], text[], integer) owner to search_owner;
set role search_owner;
revoke all on function core.search_put(text, uuid, text, text), core.search_put_all(text, uuid[], text[], text[]),
  core.search_drop(text, uuid), core.search_find(text, text[], text[], text[], integer) from public;
grant execute on function core.search_put(text, uuid, text, text), core.search_put_all(text, uuid[], text[], text[]),
  core.search_drop(text, uuid), core.search_find(text, text[], text[], text[], integer) to core_rt;
reset role;

--changeset storelane:0013-search-move splitStatements:false
-- Writes another beginning of the paths from p_from until p_until: p_new in the place of p_old.
create function core.search_move(p_from text, p_until text, p_old text, p_new text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
  as $f$
    update core.search_entry set org_path = p_new || substr(org_path, length(p_old) + 1)
    where tenant_id = current_setting('app.tenant')::uuid and org_path >= p_from and org_path < p_until
  $f$;
alter function core.search_move(text, text, text, text) owner to search_owner;
set role search_owner;
revoke all on function core.search_move(text, text, text, text) from public;
grant execute on function core.search_move(text, text, text, text) to core_rt;
reset role;
