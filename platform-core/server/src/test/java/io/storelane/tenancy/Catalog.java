package io.storelane.tenancy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the rules for tables and roles find wrong in a database, each finding one line of text. */
final class Catalog {

    /** A query per rule; each row it returns names one violation. The key says what is wrong with it. */
    private static final Map<String, String> RULES = new LinkedHashMap<>();

    private static final String TABLES = """
            with t as (select c.oid, n.nspname || '.' || c.relname as name, c.relrowsecurity, c.relforcerowsecurity
              from pg_class c join pg_namespace n on n.oid = c.relnamespace
              where (n.nspname = 'core' or n.nspname like 'plugin\\_%') and c.relkind in ('r', 'p'))
            """;

    private static final String WALL =
            "(tenant_id = (NULLIF(current_setting('app.tenant'::text, true), ''::text))::uuid)";

    /** The tenants that a group of orders is of: see {@code intake_rt}. */
    private static final String NAMED = "(strpos(current_setting('app.tenants'::text, true), (tenant_id)::text) > 0)";

    /** The same, looked up once a statement. */
    private static final String ONE_OF_NAMED = "(tenant_id = ANY (( SELECT (string_to_array("
            + "current_setting('app.tenants'::text, true), ','::text))::uuid[] AS string_to_array)::uuid[]))";

    static {
        RULES.put("has no tenant_id of type uuid that is never null", TABLES + """
                select name from t where not exists (select from pg_attribute a where a.attrelid = t.oid
                  and a.attname = 'tenant_id' and a.atttypid = 'uuid'::regtype and a.attnotnull)""");
        // search_entry and its like: reached through the functions of their owner alone, which name the tenant
        // themselves
        RULES.put("has no row-level security in force, for its owner too", TABLES + """
                select name from t where not (relrowsecurity and (relforcerowsecurity or (name in ('core.search_entry', 'core.search_fresh', 'core.search_segment', 'core.search_posting')
                  and (select pg_get_userbyid(c.relowner) = 'search_owner' and c.relacl is null
                    from pg_class c where c.oid = t.oid))))""");
        RULES.put("has no policy of the plain form for all roles and commands", TABLES + """
                select name from t where not exists (select from pg_policy p where p.polrelid = t.oid and p.polpermissive
                  and p.polcmd = '*' and p.polroles = '{0}' and pg_get_expr(p.polqual, p.polrelid) = $$%1$s$$
                  and pg_get_expr(p.polwithcheck, p.polrelid) = $$%1$s$$)""".formatted(WALL));
        // sweep: names tenants with waiting mail, jobs, events, deliveries, notices, and units and keys whose time ends
        // to
        // the functions that repair lost ready marks, and tenants with receivers of webhooks, whose events are urgent
        // and whose old deliveries end:
        // where they stand in a queue, nothing of what they say
        RULES.put("is a policy beside the wall", TABLES + """
                select name || '.' || p.polname from t join pg_policy p on p.polrelid = t.oid
                where not (p.polcmd = '*' and p.polroles = '{0}' and pg_get_expr(p.polqual, p.polrelid) = $$%1$s$$)
                  and not (p.polname = 'sweep' and p.polcmd = 'r' and p.polpermissive
                    and p.polroles = array[(select oid from pg_roles where rolname = 'sweep_owner')]
                    and (name, pg_get_expr(p.polqual, p.polrelid)) in (
                      ('core.mail', $$(state = 'waiting'::text)$$), ('core.event_failure', $$(state = 'waiting'::text)$$),
                      ('core.job', $$(state = ANY (ARRAY['waiting'::text, 'running'::text]))$$),
                      ('core.event', 'true'), ('core.event_cursor', 'true'), ('core.notification', 'true'),
                      ('core.api_key', $$((expires_at IS NOT NULL) AND (revoked_at IS NULL) AND (warned_at IS NULL))$$),
                      ('core.reservation', $$((state = 'held'::text) AND (expires_at IS NOT NULL))$$),
                      ('core.webhook_delivery', $$(state = ANY (ARRAY['new'::text, 'waiting'::text]))$$), ('core.webhook', 'true'),
                      ('core.plugin_delivery', $$(state = 'waiting'::text)$$), ('core.plugin_task', 'true'),
                      ('core.channel_account', $$(state = 'active'::text)$$), ('core.plugin_snapshot', $$(state <> 'done'::text)$$), ('core.plugin_call', $$(state <> 'done'::text)$$),
                      ('core.notification_sending', $$(state = 'waiting'::text)$$)))
                  and not (p.polname in ('intake', 'intake_read', 'intake_change') and p.polpermissive
                    and p.polroles = array[(select oid from pg_roles where rolname = 'intake_rt')]
                    and coalesce(pg_get_expr(p.polqual, p.polrelid), $$%2$s$$) = $$%2$s$$
                    and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), $$%2$s$$)
                      in ($$%2$s$$, $$%3$s$$))""".formatted(WALL, NAMED, ONE_OF_NAMED));
        // adds what an order consists of; of the rest it sees what it needs to hold units
        RULES.put("is a right of those who add orders of several tenants that goes beyond it", TABLES + """
                select distinct name || ': ' || g.privilege from t, unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) g (privilege)
                where has_table_privilege('intake_rt', t.oid, g.privilege) and (name, g.privilege) not in (
                    ('core.sales_order', 'INSERT'), ('core.order_line', 'INSERT'), ('core.order_discount', 'INSERT'),
                    ('core.order_payment', 'INSERT'), ('core.order_task', 'INSERT'), ('core.order_entry', 'INSERT'),
                    ('core.reservation', 'INSERT'), ('core.stock_move', 'INSERT'), ('core.event', 'INSERT'),
                    ('core.audit_entry', 'INSERT'), ('core.stock_level', 'SELECT'))
                union all
                select name || '.' || a.attname || ': ' || g.privilege from t
                join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped,
                  unnest(array['SELECT', 'UPDATE']) g (privilege)
                where has_column_privilege('intake_rt', t.oid, a.attnum, g.privilege)
                  and not has_table_privilege('intake_rt', t.oid, g.privilege) and (name, a.attname, g.privilege) not in (
                    ('core.sales_order', 'tenant_id', 'SELECT'), ('core.sales_order', 'id', 'SELECT'),
                    ('core.sales_order', 'org_path', 'SELECT'), ('core.org_node', 'tenant_id', 'SELECT'),
                    ('core.org_node', 'id', 'SELECT'), ('core.org_node', 'path', 'SELECT'),
                    ('core.org_node', 'version', 'UPDATE'), ('core.stock_level', 'reserved', 'UPDATE'))""");
        RULES.put("is a column that the sweep may read and that says more than where work waits", TABLES + """
                select name || '.' || a.attname from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
                  and not a.attisdropped
                where has_column_privilege('sweep_owner', t.oid, a.attnum, 'SELECT') and a.attname not in
                  ('tenant_id', 'state', 'next_at', 'lease_until', 'expires_at', 'consumer', 'epoch', 'xid', 'seq',
                    'mail_due', 'last_at', 'revoked_at', 'warned_at')""");
        RULES.put(
                "has more than one policy of the plain form",
                TABLES
                        + "select name from t where (select count(*) from pg_policy p where p.polrelid = t.oid and p.polcmd = '*') > 1");
        RULES.put("has no primary key", TABLES + """
                select name from t where not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p')""");
        RULES.put("is an index that is not led by tenant_id", TABLES + """
                select i.indexrelid::regclass::text from t join pg_index i on i.indrelid = t.oid
                left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
                where a.attname is distinct from 'tenant_id'
                  and i.indexrelid::regclass::text !~ '^core[.]search_entry_grams_other$'""");
        RULES.put("is a key that does not contain tenant_id", TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid
                where k.contype in ('p', 'u', 'f', 'x') and not exists (select from pg_attribute a
                  where a.attrelid = t.oid and a.attname = 'tenant_id' and a.attnum = any (k.conkey))""");
        RULES.put("is a foreign key that does not tie tenant_id to tenant_id", TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
                where not exists (select from generate_subscripts(k.conkey, 1) i
                  join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[i]
                  join pg_attribute b on b.attrelid = k.confrelid and b.attnum = k.confkey[i]
                  where a.attname = 'tenant_id' and b.attname = 'tenant_id')""");
        RULES.put("is a foreign key of a plugin to the core, or of the core to the platform", TABLES + """
                select name || '.' || k.conname from t join pg_constraint k on k.conrelid = t.oid and k.contype = 'f'
                join pg_class f on f.oid = k.confrelid join pg_namespace n on n.oid = f.relnamespace
                where split_part(name, '.', 1) <> n.nspname""");
        RULES.put("is a filtered column of a type whose operators are not leakproof", TABLES + """
                select distinct name || '.' || a.attname from t join pg_index i on i.indrelid = t.oid
                join pg_attribute a on a.attrelid = t.oid and a.attnum = any (i.indkey) and a.attnum > 0
                join pg_type y on y.oid = a.atttypid
                where i.indexrelid::regclass::text !~ '^core[.]search_entry_grams_other$' and (y.typtype = 'e' or y.typname not in
                  ('uuid', 'int8', 'int4', 'text', 'timestamptz', 'date', 'xid8', 'bool', 'bytea'))""");
        RULES.put("is an enum or numeric column", TABLES + """
                select name || '.' || a.attname from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
                  and not a.attisdropped join pg_type y on y.oid = a.atttypid
                where y.typtype = 'e' or y.typname = 'numeric'""");
        RULES.put("is a path that is not compared in byte order", TABLES + """
                select name || '.' || a.attname from t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0
                where a.attname like '%path' and a.attcollation is distinct from '"C"'::regcollation""");
        RULES.put("may be truncated, referred to or given a trigger by a role that serves requests", TABLES + """
                select name || ' by ' || r.rolname || ': ' || g from t, pg_roles r,
                  unnest(array['TRUNCATE', 'REFERENCES', 'TRIGGER']) g
                where (r.rolname in ('core_rt', 'intake_rt', 'platform_rt', 'storelane_app', 'storelane_infra', 'sweep_owner')
                  or r.rolname like 'plugin\\_%\\_rt') and has_table_privilege(r.oid, t.oid, g)""");
        RULES.put("can be changed, though it may only grow", """
                select t || ': ' || g from unnest(array['core.event', 'core.audit_entry', 'core.stock_move', 'core.order_entry']) t,
                  unnest(array['UPDATE', 'DELETE']) g where has_table_privilege('core_rt', t, g)
                  or has_any_column_privilege('core_rt', t, case g when 'DELETE' then 'UPDATE' else g end)""");
        RULES.put("is open to the wrong role", TABLES + """
                select name || ' for ' || r.rolname || ': ' || g from t, pg_roles r,
                  unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) g
                where r.rolname in ('platform_rt', 'storelane_app', 'storelane_infra', 'plugin_owner')
                  and has_table_privilege(r.oid, t.oid, g)""");
        RULES.put("is a table of the platform or of infra that tenant work reaches", """
                select c.oid::regclass || ' by ' || r.rolname || ': ' || g from pg_class c
                join pg_namespace n on n.oid = c.relnamespace, pg_roles r,
                  unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) g
                where n.nspname in ('platform', 'infra') and c.relkind in ('r', 'p', 'm', 'f')
                  and (r.rolname in ('core_rt', 'intake_rt', 'storelane_app') or r.rolname like 'plugin\\_%\\_rt')
                  and has_table_privilege(r.oid, c.oid, g)""");
        RULES.put("is a view of the platform that tenant work reads past the barrier", """
                select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'platform' and c.relkind = 'v'
                  and (has_table_privilege('core_rt', c.oid, 'SELECT') or has_any_column_privilege('core_rt', c.oid, 'SELECT'))
                  and not (coalesce(c.reloptions, '{}') @> array['security_barrier=true']
                    and pg_get_viewdef(c.oid) like '%NULLIF(current_setting(''app.tenant''::text, true), ''''::text))::uuid%')""");
        RULES.put("is a view or materialised view inside the wall that runs with its owner's rights", """
                select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where (n.nspname = 'core' or n.nspname like 'plugin\\_%') and (c.relkind = 'm' or (c.relkind = 'v'
                  and not coalesce(c.reloptions, '{}') @> array['security_invoker=true']))""");
        // search_*: write and search the text of the tenant of the scope; their bodies name it
        // tenants_with_work, _expiring_units, _deliveries, _webhooks: return ids of tenants with waiting work, for the
        // sweep;
        // tenants_unread: ids, too;
        // oldest_writer: an age, of nobody; stamp: a trigger that counts changes of a tenant
        RULES.put("is a function with its owner's rights that is not on the list, or whose search path is open", """
                select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where p.prosecdef and n.nspname not in ('pg_catalog', 'information_schema')
                  and not (p.oid::regprocedure::text in ('infra.tenants_with_work()', 'infra.tenants_unread(text[])',
                      'infra.tenants_with_expiring_units()', 'infra.tenants_with_deliveries()', 'infra.tenants_with_webhooks()', 'infra.tenants_with_receivers()', 'infra.tenants_with_notices()', 'infra.tenants_with_plugin_events()', 'infra.tenants_with_channels()',
                      'infra.oldest_writer()', 'infra.stamp()')
                    and pg_get_userbyid(p.proowner) = 'sweep_owner'
                    and coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
                    and not exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
                    and not has_function_privilege('core_rt', p.oid, 'EXECUTE'))
                  and not (p.oid::regprocedure::text in ('core.search_fresh_orders(integer)',
                      'core.search_gather(uuid[],bigint[],text[])', 'core.search_put_all(text,uuid[],text[],text[])', 'core.search_drop(text,uuid)',
                      'core.search_move(text,text,text,text)',
                      'core.search_find(text,text[],text[],text[],integer)')
                    and pg_get_userbyid(p.proowner) = 'search_owner'
                    and p.prosrc like '%current_setting(''app.tenant'')%'
                    and coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
                    and not exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                      where a.grantee not in (p.proowner, (select oid from pg_roles where rolname = 'core_rt'))))
                  and not (p.oid::regprocedure::text = 'core.search_add_orders(uuid[],uuid[],text[],text[])'
                    and pg_get_userbyid(p.proowner) = 'search_owner'
                    and p.prosrc like '%t <> all (named)%'
                    and coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
                    and not exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
                      where a.grantee not in (p.proowner, (select oid from pg_roles where rolname = 'core_rt'),
                        (select oid from pg_roles where rolname = 'intake_rt'))))""");
        RULES.put("is a role with more than the wall allows", """
                select rolname from pg_roles where (rolname in ('storelane_owner', 'storelane_app', 'storelane_infra',
                  'platform_rt', 'core_rt', 'intake_rt', 'sweep_owner', 'search_owner', 'plugin_owner') or rolname like 'plugin\\_%')
                  and (rolsuper or rolbypassrls or rolreplication or rolcreatedb
                    or (rolcreaterole and rolname <> 'plugin_owner'))""");
        RULES.put("is a role that signs in and should not, or may take on others unasked", """
                select rolname from pg_roles where (rolname in ('platform_rt', 'core_rt', 'intake_rt', 'sweep_owner', 'search_owner', 'ops')
                    or rolname like 'plugin\\_%\\_rt') and rolcanlogin
                union all select m.rolname || ' in ' || r.rolname from pg_auth_members a
                join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
                where m.rolname in ('storelane_owner', 'storelane_app', 'storelane_infra', 'plugin_owner')
                  and a.inherit_option
                union all select m.rolname || ' may pass on ' || r.rolname from pg_auth_members a
                join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
                where m.rolname in ('storelane_app', 'storelane_infra') and a.admin_option""");
        RULES.put("is a role that the server's login may take on", """
                select m.rolname || ' in ' || r.rolname from pg_auth_members a
                join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
                where m.rolname in ('storelane_app', 'storelane_infra', 'core_rt', 'intake_rt', 'platform_rt')
                  and not (m.rolname = 'storelane_app' and (r.rolname in ('core_rt', 'intake_rt', 'platform_rt')
                    or r.rolname like 'plugin\\_%\\_rt'))""");
        RULES.put("is a schema in which a role that serves requests may create", """
                select n.nspname || ' by ' || r.rolname from pg_namespace n, pg_roles r
                where n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
                  and (r.rolname in ('core_rt', 'intake_rt', 'platform_rt', 'storelane_app', 'storelane_infra')
                    or r.rolname like 'plugin\\_%\\_rt') and has_schema_privilege(r.oid, n.oid, 'CREATE')""");
    }

    private Catalog() {}

    static List<String> findings(Connection connection) throws SQLException {
        List<String> findings = new ArrayList<>();
        for (Map.Entry<String, String> rule : RULES.entrySet()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(rule.getValue())) {
                while (rows.next()) {
                    findings.add(rows.getString(1) + " " + rule.getKey());
                }
            }
        }
        return findings;
    }
}
