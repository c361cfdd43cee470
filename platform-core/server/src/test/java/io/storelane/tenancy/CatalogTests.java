package io.storelane.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ServerTests;
import io.storelane.support.TestStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every table and role keeps the rules of the wall; and each rule notices when it is broken. */
class CatalogTests extends ServerTests {

    @Test
    void everyTableAndRoleKeepsTheRules() throws SQLException {
        try (Connection admin = TestStack.get().admin()) {
            assertThat(Catalog.findings(admin)).isEmpty();
        }
    }

    @Test
    void thereIsSomethingToCheck() throws SQLException {
        try (Connection admin = TestStack.get().admin();
                Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_tables where schemaname = 'core'")) {
            row.next();
            assertThat(row.getInt(1)).isGreaterThan(10);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            drop policy tenant on core.org_node                                                  | core.org_node has no policy
            alter policy tenant on core.role with check (true)                                   | core.role has no policy
            alter policy tenant on core.role to core_rt                                          | core.role has no policy
            create policy extra on core.file for select using (true)                             | core.file.extra is a policy beside the wall
            create policy sweep on core.role for select to sweep_owner using (true)              | core.role.sweep is a policy beside the wall
            alter policy intake on core.event with check (true)                                  | core.event.intake is a policy beside the wall
            alter policy intake_read on core.stock_level to core_rt                              | core.stock_level.intake_read is a policy beside
            create policy intake_read on core.customer for select to intake_rt using (true)      | core.customer.intake_read is a policy beside
            grant select on core.customer to intake_rt                                           | core.customer: SELECT is a right of those
            grant select (buyer_phone) on core.sales_order to intake_rt                          | core.sales_order.buyer_phone: SELECT is a right of those
            grant update (state) on core.sales_order to intake_rt                                | core.sales_order.state: UPDATE is a right of those
            grant intake_rt to storelane_app with inherit true                                   | storelane_app in intake_rt is a role
            grant select (payload) on core.event to sweep_owner                                  | core.event.payload is a column that the sweep
            grant execute on function infra.oldest_writer() to core_rt                           | infra.oldest_writer() is a function
            alter table core.invitation no force row level security                              | core.invitation has no row-level security
            alter table core.invitation disable row level security                               | core.invitation has no row-level security
            create table core.extra (tenant_id uuid, id uuid)                                     | core.extra has no tenant_id
            create table core.extra (id uuid primary key)                                        | core.extra has no tenant_id
            create unique index extra on core.role (id)                                          | core.extra is an index that is not led
            create index extra on core.role (lower(name))                                        | core.extra is an index that is not led
            alter table core.role add constraint extra unique (id)                               | core.role.extra is a key that does not contain
            alter table core.file add column price numeric                                       | core.file.price is an enum or numeric column
            alter table core.file add column extra jsonb; create index x on core.file (tenant_id, extra) | core.file.extra is a filtered column
            alter table core.file add column org_path text                                       | core.file.org_path is a path
            grant truncate on core.role to core_rt                                               | core.role by core_rt: TRUNCATE
            grant update on core.audit_entry to core_rt                                          | core.audit_entry: UPDATE can be changed
            grant update (payload) on core.event to core_rt                                      | core.event: UPDATE can be changed
            grant select on core.role to storelane_app                                           | core.role for storelane_app: SELECT
            grant select on platform.app_user to core_rt                                         | platform.app_user by core_rt: SELECT
            alter view platform.tenant_self set (security_barrier = false)                       | platform.tenant_self is a view of the platform
            create view platform.extra with (security_barrier) as select * from platform.tenant; grant select on platform.extra to core_rt | platform.extra is a view of the platform
            create view core.extra as select * from core.role                                    | core.extra is a view or materialised view
            create function core.extra() returns int language sql security definer as 'select 1' | core.extra() is a function with its owner's rights
            alter function infra.tenants_with_work() reset search_path                           | infra.tenants_with_work() is a function
            grant select on core.search_entry to core_rt                                         | core.search_entry has no row-level security
            grant execute on function core.search_drop(text,uuid) to public                      | core.search_drop(text,uuid) is a function
            grant update on core.stock_move to core_rt                                           | core.stock_move: UPDATE can be changed
            grant execute on function infra.tenants_with_work() to public                        | infra.tenants_with_work() is a function
            alter role storelane_app bypassrls                                                   | storelane_app is a role with more
            alter role core_rt login                                                             | core_rt is a role that signs in
            grant core_rt to storelane_app with inherit true                                     | storelane_app in core_rt is a role
            grant storelane_owner to storelane_app with inherit false, set true                  | storelane_app in storelane_owner is a role that the server
            grant create on schema core to core_rt                                               | core by core_rt is a schema
            """)
    void aBrokenRuleIsFound(String breach, String finding) throws SQLException {
        try (Connection admin = TestStack.get().admin();
                Statement statement = admin.createStatement()) {
            admin.setAutoCommit(false);
            try {
                statement.execute(breach);
                assertThat(Catalog.findings(admin)).anyMatch(found -> found.startsWith(finding.strip()));
            } finally {
                admin.rollback();
            }
        }
    }
}
