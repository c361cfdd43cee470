package io.storelane.plugin.tool;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The jar of a sound plugin, and what may be changed about it. */
final class SampleJar {
    static final String TABLE = """
            --liquibase formatted sql
            --changeset loyalty:1
            -- points of a customer; a semicolon in a comment; is none
            create table point (
                tenant_id uuid not null,
                id uuid not null,
                customer_id uuid not null,
                amount bigint not null default 0 check (amount >= 0),
                note text not null default 'drop table; it''s a text',
                primary key (tenant_id, id),
                unique (tenant_id, customer_id)
            );
            create index point_by_customer on point (tenant_id, customer_id, id);
            create table point_line (
                tenant_id uuid not null,
                id uuid not null,
                point_id uuid not null,
                primary key (tenant_id, id),
                foreign key (tenant_id, point_id) references point (tenant_id, id)
            );
            --changeset loyalty:2
            alter table point add column kind text, add column level bigint not null default 1;
            alter table point no force row level security;
            update point set kind = 'a' where kind is null;
            alter table point force row level security;
            """;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    static SampleJar sound() {
        SampleJar jar = new SampleJar();
        jar.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
        jar.put("plugin.properties", """
                plugin.id=loyalty
                plugin.version=1.2.0
                plugin.requires=>=0.1.0 & <0.2.0
                plugin.dependencies=crm@>=1.0.0 & <2.0.0
                plugin.provider=Example
                plugin.license=Apache-2.0
                plugin.description=Points for customers
                plugin.permissions=loyalty.view, loyalty.edit
                plugin.uses=orders.read, http
                plugin.configuration=com.example.loyalty.Loyalty
                plugin.packages=com.example.loyalty
                """);
        jar.put("ui/messages.properties", "plugin.name=Loyalty\nplugin.description=Points\npoints.of={0} has {1}\n");
        jar.put("ui/messages_zh_CN.properties", "plugin.name=积分\nplugin.description=积分\npoints.of={0} 有 {1}\n");
        jar.put("ui/templates/points.html", """
                <html th:replace="~{layout/shell :: shell(#{plugin.name}, ~{}, ~{::content})}"><body>
                <!-- no handler here -->
                <div th:fragment="content"><p th:text="#{points.of(${a}, ${b})}"></p><p th:text="#{ui.save}"></p></div></body></html>
                """);
        jar.put("db/changelog/master.yaml", """
                databaseChangeLog:
                  - include: {file: db/changelog/0001-create-point.sql}
                """);
        jar.put("db/changelog/0001-create-point.sql", TABLE);
        jar.put("events/earned.json", "{}");
        jar.put("META-INF/extensions.idx", "# generated\n");
        jar.put("com/example/loyalty/", "");
        return jar.classes("package com.example.loyalty; public class Loyalty { int points = 1; }");
    }

    SampleJar put(String name, String text) {
        return put(name, text.getBytes(StandardCharsets.UTF_8));
    }

    SampleJar put(String name, byte[] bytes) {
        entries.put(name, bytes);
        return this;
    }

    SampleJar without(String name) {
        entries.remove(name);
        return this;
    }

    SampleJar replace(String name, String old, String by) {
        String text = new String(entries.getOrDefault(name, new byte[0]), StandardCharsets.UTF_8);
        if (!text.contains(old)) {
            throw new IllegalArgumentException(name + " does not hold " + old);
        }
        return put(name, text.replace(old, by));
    }

    SampleJar manifest(String old, String by) {
        return replace("plugin.properties", old, by);
    }

    /** One more change set. */
    SampleJar sql(String sql) {
        return put("db/changelog/0001-create-point.sql", TABLE + "--changeset loyalty:3\n" + sql + "\n");
    }

    SampleJar classes(String... sources) {
        entries.putAll(Sources.compile(sources));
        return this;
    }

    /** The body of a method of the plugin's own. */
    SampleJar code(String body) {
        return classes(
                "package com.example.loyalty; class Does { Object it(Object o) throws Throwable { " + body + " } }");
    }

    Map<String, byte[]> entries() {
        return entries;
    }

    Path write(Path file) {
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> e : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(e.getKey()));
                zip.write(e.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
