package io.storelane.plugin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sound jar has no findings; changed in one way, it has the one finding that belongs to it. */
class VerifierTests {
    @TempDir
    Path folder;

    /** A change, and what it leads to. */
    record Fault(Code code, String what, UnaryOperator<SampleJar> change) {
        @Override
        public String toString() {
            return code.key() + ": " + what;
        }
    }

    private static Fault fault(Code code, String what, UnaryOperator<SampleJar> change) {
        return new Fault(code, what, change);
    }

    private static Fault code(Code code, String body) {
        return new Fault(code, body, j -> j.code(body));
    }

    private static Fault sql(Code code, String sql) {
        return new Fault(code, sql, j -> j.sql(sql));
    }

    private static Fault page(Code code, String html) {
        return new Fault(code, html, j -> j.put("ui/templates/more.html", "<div>\n" + html + "</div>"));
    }

    private static Fault manifest(Code code, String old, String by) {
        return new Fault(code, by, j -> j.manifest(old, by));
    }

    static Stream<Fault> faults() {
        return Stream.of(JarFaults.all(), manifests(), classes(), migrations(), pages())
                .flatMap(List::stream);
    }

    private static List<Fault> manifests() {
        return List.of(
                fault(Code.MANIFEST_MISSING, "no file", j -> j.without("plugin.properties")),
                manifest(Code.MANIFEST_KEY_MISSING, "plugin.provider=Example", "plugin.provider="),
                manifest(Code.MANIFEST_KEY_UNKNOWN, "plugin.provider=", "plugin.author=x\nplugin.provider="),
                manifest(Code.MANIFEST_KEY_TWICE, "plugin.provider=", "plugin.provider=x\nplugin.provider="),
                fault(Code.ID_FORM, "Loyalty", j -> renamed(j, "Loyalty")),
                fault(Code.ID_FORM, "31 letters", j -> renamed(j, "a".repeat(31))),
                fault(Code.ID_FORM, "two dashes", j -> renamed(j, "a--b")),
                fault(Code.ID_RESERVED, "order", j -> renamed(j, "order")),
                manifest(Code.VERSION_FORM, "plugin.version=1.2.0", "plugin.version=1.2"),
                manifest(Code.REQUIRES_FORM, ">=0.1.0 & <0.2.0", "0.1 to 0.2"),
                manifest(Code.REQUIRES_NOT_MET, ">=0.1.0 & <0.2.0", ">=9.0.0"),
                manifest(Code.DEPENDENCY_FORM, "crm@>=1.0.0 & <2.0.0", "crm@1 or so"),
                manifest(Code.LICENCE_UNKNOWN, "Apache-2.0", "AGPL-3.0-only"),
                manifest(Code.PERMISSION_FORM, "loyalty.edit", "orders.edit"),
                manifest(Code.USE_UNKNOWN, "orders.read", "Orders/Read"),
                fault(Code.PACKAGE_FORM, "two", j -> packages(j, "com.example.loyalty, org.example")),
                fault(Code.PACKAGE_FORM, "server's", j -> packages(j, "io.storelane.order")),
                manifest(Code.CONFIGURATION_MISSING, "com.example.loyalty.Loyalty", "com.example.loyalty.Other"),
                fault(
                        Code.EXTENSION_MISSING,
                        "index",
                        j -> j.put("META-INF/extensions.idx", "com.example.loyalty.Gone\n")),
                fault(Code.EXTENSION_NOT_LISTED, "annotated", VerifierTests::extension),
                manifest(Code.REQUIRES_FORM, ">=0.1.0 & <0.2.0", "*"),
                fault(Code.PERMISSION_UNDECLARED, "method", j -> page(j, "loyalty.print", "int a")),
                fault(
                        Code.USE_UNDECLARED,
                        "audit",
                        j -> page(j, "loyalty.view", "io.storelane.plugin.api.AuditTrail a")),
                fault(Code.EVENT_NAME, "named twice", j -> j.put("events/plugin.loyalty.lost.json", "{}")));
    }

    private static SampleJar packages(SampleJar jar, String packages) {
        return jar.manifest("plugin.configuration=com.example.loyalty.Loyalty", "")
                .manifest("plugin.packages=com.example.loyalty", "plugin.packages=" + packages);
    }

    private static SampleJar renamed(SampleJar jar, String id) {
        return jar.manifest("plugin.id=loyalty", "plugin.id=" + id)
                .manifest("loyalty.view, loyalty.edit", "")
                .without("events/earned.json");
    }

    private static SampleJar page(SampleJar jar, String permission, String field) {
        return jar.classes(
                        "package io.storelane.plugin.api; public @interface RequiresPermission { String value(); }",
                        "package io.storelane.plugin.api; public interface AuditTrail {}",
                        "package com.example.loyalty; class Page { " + field
                                + "; @io.storelane.plugin.api.RequiresPermission(\"" + permission
                                + "\") void show() {} @io.storelane.plugin.api.RequiresPermission(\"orders.view\") void list() {} }")
                .without("io/storelane/plugin/api/RequiresPermission.class")
                .without("io/storelane/plugin/api/AuditTrail.class");
    }

    private static SampleJar extension(SampleJar jar) {
        return jar.classes(
                        "package org.pf4j; import java.lang.annotation.*; @Retention(RetentionPolicy.RUNTIME) public @interface Extension {}",
                        "package com.example.loyalty; @org.pf4j.Extension class Menu {}")
                .without("org/pf4j/Extension.class");
    }

    private static List<Fault> classes() {
        return List.of(
                fault(
                        Code.CLASS_UNREADABLE,
                        "no class",
                        j -> j.put("com/example/loyalty/Bad.class", "no class at all")),
                fault(Code.CLASS_TOO_NEW, "version 70", VerifierTests::tooNew),
                fault(
                        Code.CLASS_IN_HOST_PACKAGE,
                        "spring",
                        j -> j.classes("package org.springframework.core; class Ours {}")),
                fault(
                        Code.CLASS_IN_HOST_PACKAGE,
                        "server",
                        j -> j.classes("package io.storelane.order; class Ours {}")),
                code(Code.CODE_EXIT, "System.exit(1); return o;"),
                code(Code.CODE_EXIT, "java.util.function.IntConsumer c = Runtime.getRuntime()::halt; return c;"),
                code(Code.CODE_PROCESS, "return Runtime.getRuntime().exec(\"ls\");"),
                code(Code.CODE_PROCESS, "return new ProcessBuilder(\"ls\").start();"),
                code(Code.CODE_REFLECTION, "o.getClass().getDeclaredField(\"a\").setAccessible(true); return o;"),
                code(Code.CODE_UNSAFE, "return ((sun.misc.Unsafe) o).addressSize();"),
                code(Code.CODE_NATIVE, "System.loadLibrary(\"x\"); return o;"),
                fault(
                        Code.CODE_NATIVE,
                        "method",
                        j -> j.classes("package com.example.loyalty; class N { native int a(); }")),
                code(Code.CODE_LOADER, "return o.getClass().getClassLoader();"),
                code(Code.CODE_LOADER, "return Thread.currentThread().getContextClassLoader();"),
                code(Code.CODE_DRIVER, "return java.sql.DriverManager.getConnection(\"jdbc:x\");"),
                code(Code.CODE_DRIVER, "return ((java.sql.Statement) o).getConnection();"),
                code(Code.CODE_DEFINE, "return java.lang.invoke.MethodHandles.lookup().defineClass(new byte[0]);"),
                code(Code.CODE_DEFINE, "return new ClassLoader() {};"),
                code(Code.CODE_THREAD, "return new Thread(() -> {});"),
                code(Code.CODE_THREAD, "return java.util.concurrent.Executors.newCachedThreadPool();"),
                code(Code.CODE_THREAD, "return java.util.concurrent.CompletableFuture.runAsync(() -> {});"),
                code(Code.CODE_SQL_ROLE, "return \"select set_config('role', 'x', true)\";"),
                code(Code.CODE_SQL_ROLE, "return \"a; SET LOCAL  role \" + o;"),
                code(Code.CODE_SQL_ROLE, "return \"set app.tenant = '1'\";"),
                code(Code.CODE_GLOBAL, "java.util.Locale.setDefault(java.util.Locale.CHINA); return o;"),
                code(Code.CODE_NETWORK, "return new java.net.Socket(\"a\", 1);"),
                code(Code.CODE_NETWORK, "return java.net.http.HttpClient.newHttpClient();"),
                code(Code.CODE_FILE, "return java.nio.file.Files.readString(java.nio.file.Path.of(\"a\"));"),
                fault(Code.CODE_HIDDEN, "server's", j -> hidden(j, "io.storelane.order", "Orders")),
                fault(Code.CODE_HIDDEN, "listed with -", j -> hidden(j, "org.springframework.boot", "Boot")),
                fault(
                        Code.CODE_HIDDEN,
                        "not the api of a dependency",
                        j -> hidden(j, "io.storelane.plugin.crm.page", "Page")));
    }

    private static SampleJar hidden(SampleJar jar, String pack, String name) {
        return jar.classes(
                        "package " + pack + "; public class " + name + " { public static int a() { return 1; } }",
                        "package com.example.loyalty; class Uses { int a() { return " + pack + "." + name + ".a(); } }")
                .without(pack.replace('.', '/') + "/" + name + ".class");
    }

    private static SampleJar tooNew(SampleJar jar) {
        byte[] bytes = Sources.compile("package com.example.loyalty; class New {}")
                .values()
                .iterator()
                .next();
        bytes[7] = 70;
        return jar.put("com/example/loyalty/New.class", bytes);
    }

    private static List<Fault> migrations() {
        String table = "create table t (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id)";
        return List.of(
                fault(
                        Code.MIGRATION_FORM,
                        "sql without head",
                        j -> j.put("db/changelog/0001-create-point.sql", "create table x ();")),
                fault(
                        Code.MIGRATION_FORM,
                        "other things in master",
                        j -> j.replace(
                                "db/changelog/master.yaml",
                                "databaseChangeLog:",
                                "databaseChangeLog:\n  - changeSet:")),
                fault(
                        Code.MIGRATION_FILE_MISSING,
                        "named, not there",
                        j -> j.without("db/changelog/0001-create-point.sql")),
                fault(Code.MIGRATION_FILE_MISSING, "no master", j -> j.without("db/changelog/master.yaml")),
                fault(
                        Code.MIGRATION_ATTRIBUTE,
                        "runAlways",
                        j -> j.put(
                                "db/changelog/0001-create-point.sql",
                                SampleJar.TABLE.replace("loyalty:2", "loyalty:2 runAlways:true"))),
                fault(
                        Code.MIGRATION_CHANGED,
                        "id twice",
                        j -> j.put(
                                "db/changelog/0001-create-point.sql",
                                SampleJar.TABLE.replace("loyalty:2", "loyalty:1"))),
                sql(
                        Code.TABLE_TENANT,
                        "create table t (id uuid not null, tenant_id uuid, primary key (tenant_id, id));"),
                sql(
                        Code.TABLE_TENANT,
                        "create table t (tenant_id text not null, id uuid not null, primary key (tenant_id, id));"),
                sql(Code.TABLE_KEY, "create table t (tenant_id uuid not null, id uuid not null, primary key (id));"),
                sql(Code.TABLE_KEY, "create table t (tenant_id uuid not null, id uuid not null);"),
                sql(Code.TABLE_KEY, table + ", code text unique);"),
                sql(Code.TABLE_KEY, "alter table point add constraint u unique (kind);"),
                sql(Code.INDEX_TENANT, "create index on point (kind);"),
                sql(
                        Code.INDEX_TENANT,
                        "create unique index if not exists u on only point using btree (kind, tenant_id);"),
                sql(
                        Code.FOREIGN_KEY,
                        table + ", foreign key (tenant_id, id) references core.customer (tenant_id, id));"),
                sql(Code.FOREIGN_KEY, table + ", foreign key (tenant_id, id) references customer (tenant_id, id));"),
                sql(Code.FOREIGN_KEY, table + ", point_id uuid references point);"),
                sql(Code.CONTRACTS, "drop table point;"),
                sql(Code.CONTRACTS, "alter table point drop column kind;"),
                sql(Code.CONTRACTS, "alter table point drop kind;"),
                sql(Code.CONTRACTS, "alter table point rename column kind to sort;"),
                sql(Code.CONTRACTS, "alter table point rename to points;"),
                sql(Code.CONTRACTS, "alter table point add column must text not null;"),
                sql(Code.CONTRACTS, "alter table point alter column kind set not null;"),
                sql(Code.CONTRACTS, "alter table point alter kind type bigint using kind::bigint;"),
                sql(Code.CONTRACTS, "truncate point;"),
                sql(Code.STATEMENT_FORBIDDEN, "grant select on point to public;"),
                sql(Code.STATEMENT_FORBIDDEN, "alter table point disable row level security;"),
                sql(Code.STATEMENT_FORBIDDEN, "create policy p on point using (true);"),
                sql(Code.STATEMENT_FORBIDDEN, "do $$ begin drop table point; end $$;"),
                sql(
                        Code.STATEMENT_FORBIDDEN,
                        "create function f() returns int language sql security definer as 'select 1';"),
                sql(Code.STATEMENT_FORBIDDEN, "create table t as select 1;"),
                sql(Code.STATEMENT_FORBIDDEN, "/* a /* b */ */ set role storelane_owner;"),
                sql(Code.SCHEMA_NAMED, "comment on table core.orders is 'x';"),
                sql(Code.DATA_FORCED, "update point set kind = 'b';"),
                sql(Code.DATA_FORCED, "alter table point no force row level security;"));
    }

    private static List<Fault> pages() {
        return List.of(
                fault(Code.MESSAGES_MISSING, "Chinese", j -> j.without("ui/messages_zh_CN.properties")),
                fault(
                        Code.MESSAGES_KEYS,
                        "only English",
                        j -> j.replace("ui/messages.properties", "points.of", "more=More\npoints.of")),
                fault(
                        Code.MESSAGES_KEYS,
                        "only Chinese",
                        j -> j.replace("ui/messages_zh_CN.properties", "points.of", "more=More\npoints.of")),
                fault(
                        Code.MESSAGES_VALUES,
                        "one value less",
                        j -> j.replace("ui/messages_zh_CN.properties", "{0} 有 {1}", "{1}")),
                fault(
                        Code.MESSAGES_TWICE,
                        "twice",
                        j -> j.replace("ui/messages.properties", "points.of", "points.of=a {0} {1}\npoints.of")),
                page(Code.MESSAGE_UNKNOWN, "<p th:text='#{points.gone}'></p>"),
                fault(Code.MESSAGE_UNKNOWN, "no name", j -> nameless(j)),
                page(Code.TEMPLATE_SCRIPT, "<script>alert(1)</script>"),
                page(Code.TEMPLATE_SCRIPT, "<a href='javascript:x'></a>"),
                page(Code.TEMPLATE_STYLE, "<p style='color: red'></p>"),
                page(Code.TEMPLATE_STYLE, "<style>p {}</style>"),
                page(Code.TEMPLATE_HANDLER, "<p onclick='x'></p>"),
                page(Code.TEMPLATE_HANDLER, "<p hx-on:click='x'></p>"),
                page(Code.TEMPLATE_HANDLER, "<p title='a > b' onclick = 'x'></p>"),
                page(Code.TEMPLATE_HANDLER, "<p title=\"it's\" class='x'\nonclick=x></p>"),
                page(Code.TEMPLATE_HANDLER, "<p th:attr='onclick=${a}'></p>"),
                page(Code.TEMPLATE_HANDLER, "<p th:attr='class=${a},onclick=${a}'></p>"),
                page(Code.TEMPLATE_HANDLER, "<a x=y=\" onclick=alert(1) z=\"\">q</a>"),
                page(Code.TEMPLATE_HANDLER, "<title><a x=\"</title><b onclick=\"alert(1)\">x</b>"),
                page(Code.TEMPLATE_HANDLER, "<a title=\"<!--\" onclick=\"alert(1)\" x=\"-->\">q</a>"),
                page(Code.TEMPLATE_HANDLER, "<img src=x/onerror=alert(1)>"),
                page(Code.TEMPLATE_HANDLER, "<p data-hx-on--after-request='x'></p>"),
                page(Code.TEMPLATE_UNESCAPED, "<p th:utext='${a}'></p>"),
                page(Code.TEMPLATE_UNESCAPED, "<p>[(${a})]</p>"),
                page(Code.TEMPLATE_BEAN, "<p th:text='${@dataSource}'></p>"),
                page(Code.TEMPLATE_BEAN, "<p th:text='${T(java.lang.Runtime)}'></p>"));
    }

    private static SampleJar nameless(SampleJar jar) {
        return jar.replace("ui/messages.properties", "plugin.name=Loyalty\n", "")
                .replace("ui/messages_zh_CN.properties", "plugin.name=积分\n", "")
                .replace("ui/templates/points.html", "#{plugin.name}", "#{points.of}");
    }

    private Verification verify(SampleJar jar) {
        return Verifier.verify(jar.write(folder.resolve("p.jar")), Rules.standard());
    }

    @Test
    void soundJarHasNoFindings() {
        Verification found = verify(SampleJar.sound());

        assertThat(found.report(Locale.ENGLISH)).isEmpty();
        assertThat(found.sound()).isTrue();
        Manifest manifest = found.manifest().orElseThrow();
        assertThat(manifest.id()).isEqualTo("loyalty");
        assertThat(manifest.uses()).containsExactly("orders.read", "http");
        assertThat(manifest.dependencies()
                        .getFirst()
                        .range()
                        .contains(Version.of("1.9.0").orElseThrow()))
                .isTrue();
    }

    @Test
    void variablesAreNoHandlers() {
        Verification found = verify(SampleJar.sound().replace("ui/templates/points.html", "</body>", """
                        <p th:each="one : ${all}" th:with="onHand=${one}, once=${one}, only = ${1}" th:if="${first == 1 or one == 2}"
                          th:classappend='${only =="x" ? "on"}' class="on">[[${one == 3}]] on = off</p></body>"""));
        assertThat(found.report(Locale.ENGLISH)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultIsFound(Fault fault) {
        Verification found = verify(fault.change().apply(SampleJar.sound()));

        assertThat(found.findings().stream().map(Finding::code).collect(Collectors.toSet()))
                .as(found.report(Locale.ENGLISH))
                .containsExactly(fault.code());
        assertThat(found.sound()).isEqualTo(fault.code().severity() == Severity.WARNING);
    }

    /** A check without a jar that fails it could be taken out and nobody would see. */
    @Test
    void everyCodeHasAFault() {
        Set<Code> shown = faults().map(Fault::code).collect(Collectors.toCollection(() -> EnumSet.noneOf(Code.class)));
        // in JarTests and ApiTests
        shown.addAll(Set.of(Code.API_MISSING, Code.JAR_UNREADABLE, Code.JAR_HIDDEN_BYTES));
        assertThat(shown).isEqualTo(EnumSet.allOf(Code.class));
    }

    @Test
    void everyCodeHasTextsInBothLanguages() {
        for (Code code : Code.values()) {
            Finding finding = new Finding(Severity.ERROR, code, "a", List.of("v0", "v1", "v2", "v3"));
            assertThat(finding.what(Locale.ENGLISH))
                    .isNotEqualTo(finding.what(Locale.SIMPLIFIED_CHINESE))
                    .doesNotContain("{");
            assertThat(finding.line(Locale.SIMPLIFIED_CHINESE))
                    .containsPattern("\\p{IsHan}")
                    .startsWith("错误 [");
            assertThat(finding.advice(Locale.ENGLISH)).isNotEqualTo(finding.advice(Locale.SIMPLIFIED_CHINESE));
        }
    }
}
