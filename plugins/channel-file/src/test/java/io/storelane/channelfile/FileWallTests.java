package io.storelane.channelfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.plugin.testkit.Outcome;
import io.storelane.plugin.testkit.Patience;
import io.storelane.plugin.testkit.TestServer;
import io.storelane.plugin.testkit.Visitor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

/** Who sees files, in which words, and what becomes of one when a server dies. */
class FileWallTests {

    private static final String ONE = "订单号,商家编码,数量,单价,收货人\nW-1,BOWL,1,10,王芳\n";

    @Test
    void aFileInGbkIsReadAndSaysItsFaultsInChinese() {
        Sender sender = new Sender("Gbk");
        String page =
                sender.page(sender.upload("gbk.csv", (ONE + "W-2,BOWL,三,10,李雷\n").getBytes(Charset.forName("GBK"))));
        Visitor owner = sender.shop.owner().speaking("zh-CN");
        for (String shown : List.of("/files", page)) {
            assertThat(owner.get(sender.shop.path(shown)).body()).as(shown).doesNotContain("??");
        }
        assertThat(owner.get(sender.shop.path(page)).body()).contains("第 3 行，“数量”列", "“三”不是有效数量", "可导入订单 1 个");
        sender.shop.post(page + "/import", Map.of());
        Patience.until(() -> sender.orders().contains("W-1"));
        String id = sender.shop.api().get("/api/v1/orders").at("/data/0/id");
        assertThat(sender.shop.api().get("/api/v1/orders/" + id).body()).contains("王芳");
        assertThat(owner.get(sender.shop.path(page)).body()).contains("新增 1 个").doesNotContain("??");
        assertThat(owner.get(sender.shop.path(page + "/result.csv")).body()).contains("结果", "已导入", "“三”不是有效数量");
    }

    @Test
    void aWorkbookIsReadToo() throws IOException {
        Sender sender = new Sender("Workbook");
        String page = sender.page(sender.upload("orders.xlsx", workbook()));
        assertThat(sender.shop.get(page).body())
                .contains("Rows: 2. Orders that can be taken: 1. Faults: 1.")
                .contains("Row 3, column price", "“dear” is no amount");
    }

    /** Two orders; the price of the second is none. */
    private static byte[] workbook() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            String types = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
            String relations = "http://schemas.openxmlformats.org/package/2006/relationships";
            String office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
            String sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
            entry(zip, "[Content_Types].xml", """
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
                    <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                    <Default Extension="xml" ContentType="application/xml"/>\
                    <Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>\
                    <Override PartName="/xl/worksheets/sheet1.xml" ContentType="%sworksheet+xml"/></Types>""".formatted(types, types));
            entry(zip, "_rels/.rels", """
                    <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>""".formatted(relations, office));
            entry(zip, "xl/_rels/workbook.xml.rels", """
                    <Relationships xmlns="%s"><Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""".formatted(relations, office));
            entry(zip, "xl/workbook.xml", """
                    <workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="Orders" sheetId="1" r:id="rId1"/></sheets></workbook>""".formatted(sheet, office));
            entry(
                    zip,
                    "xl/worksheets/sheet1.xml",
                    "<worksheet xmlns=\"" + sheet + "\"><sheetData>"
                            + row(1, "order", "sku", "quantity", "price")
                            + row(2, "X-1", "BOWL", "2", "12.50")
                            + row(3, "X-2", "BOWL", "1", "dear") + "</sheetData></worksheet>");
        }
        return out.toByteArray();
    }

    private static String row(int number, String... cells) {
        StringBuilder row = new StringBuilder("<row r=\"" + number + "\">");
        for (int i = 0; i < cells.length; i++) {
            row.append("<c r=\"%c%d\" t=\"inlineStr\"><is><t>%s</t></is></c>".formatted('A' + i, number, cells[i]));
        }
        return row.append("</row>").toString();
    }

    private static void entry(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    @Test
    void filesOfAnotherWorkspaceNameNothing() {
        Sender hill = new Sender("Hill");
        Sender lake = new Sender("Lake");
        String page = hill.uploaded("secret.csv", ONE);
        assertThat(hill.shop.get("/files").body()).contains("secret.csv");
        assertThat(lake.shop.get("/files").body()).doesNotContain("secret.csv");
        for (String path : List.of(
                page,
                page + "/result.csv",
                "/accounts/" + hill.account + "/stock.csv",
                "/accounts/" + hill.account + "/parcels.csv")) {
            assertThat(hill.shop.get(path).status()).as(path).isEqualTo(200);
            Outcome answer = lake.shop.get(path);
            assertThat(answer.status()).as(path).isEqualTo(404);
            assertThat(answer.body()).as(path).doesNotContain("W-1", "secret.csv");
        }
        assertThat(lake.shop.post(page + "/import", Map.of()).status()).isEqualTo(404);
        assertThat(lake.shop
                        .post(page + "/columns", Map.of("column-number", "0"))
                        .status())
                .isEqualTo(404);
        assertThat(hill.shop.get(page).body()).contains("looked at, nothing taken", "Orders that can be taken: 1.");
        // the same bytes are another file there
        assertThat(lake.uploaded("mine.csv", ONE)).isNotEqualTo(page);
    }

    @Test
    void whoMayNotUseFilesSeesNoneAndWhoManagesNoOrdersSeesNoStore() throws SQLException {
        Sender sender = new Sender("Staff");
        String page = sender.uploaded("orders.csv", ONE);
        Visitor packer = member(sender, "fulfilment.view");
        for (String path :
                List.of("/files", page, page + "/result.csv", "/accounts/" + sender.account + "/stock.csv")) {
            Outcome answer = packer.get(sender.shop.path(path));
            assertThat(answer.status()).as(path).isEqualTo(403);
            assertThat(answer.body()).as(path).doesNotContain("orders.csv", "W-1");
        }
        assertThat(packer.post(sender.shop.path(page + "/import"), Map.of()).status())
                .isEqualTo(403);
        assertThat(packer.get("/w/" + sender.shop.slug()).body()).doesNotContain(sender.shop.path("/files"));

        Visitor guest = member(sender, "channel-file.use");
        Outcome list = guest.get(sender.shop.path("/files"));
        assertThat(list.status()).as(list.body()).isEqualTo(200);
        assertThat(list.body())
                .contains("because you manage no orders")
                .doesNotContain("orders.csv", "Partner's files", "/channel-accounts/new");
        assertThat(guest.speaking("zh-CN").get(sender.shop.path("/files")).body())
                .doesNotContain("??");
        assertThat(guest.get(sender.shop.path(page)).status()).isEqualTo(403);
        assertThat(guest.post(sender.shop.path(page + "/import"), Map.of()).status())
                .isEqualTo(403);
        assertThat(sender.shop.get(page).body()).contains("looked at, nothing taken");

        Visitor clerk = member(sender, "channel-file.use", "orders.manage");
        assertThat(clerk.get(sender.shop.path("/files")).body()).contains("orders.csv");
        assertThat(clerk.post(sender.shop.path(page + "/import"), Map.of()).status())
                .isLessThan(400);
        assertThat(sender.shop.get(page).body()).contains("1 new, 0 known before");
    }

    /** Somebody with a role of these permissions alone, at the top of the workspace. */
    private static Visitor member(Sender sender, String... permissions) throws SQLException {
        Visitor visitor = TestServer.get().stranger();
        UUID role = UUID.randomUUID();
        UUID tenant = sender.shop.tenant();
        try (Connection db = TestServer.get().database()) {
            String newest = "(select id from platform.app_user where name = 'Stranger' order by id desc limit 1)";
            run(
                    db,
                    "insert into platform.membership (tenant_id, user_id, status, since) values (?, " + newest
                            + ", 'active', now())",
                    tenant);
            run(db, "insert into core.role (tenant_id, id, name) values (?, ?, ?)", tenant, role, role.toString());
            for (String permission : permissions) {
                run(
                        db,
                        "insert into core.role_permission (tenant_id, role_id, permission) values (?, ?, ?)",
                        tenant,
                        role,
                        permission);
            }
            run(
                    db,
                    "insert into core.role_assignment (tenant_id, id, user_id, role_id, node_id, granted_by, granted_at) select "
                            + "n.tenant_id, ?, " + newest + ", ?, n.id, " + newest
                            + ", now() from core.org_node n where n.tenant_id = ? and n.parent_id is null",
                    UUID.randomUUID(),
                    role,
                    tenant);
        }
        return visitor;
    }

    private static void run(Connection db, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            assertThat(statement.executeUpdate()).as(sql).isEqualTo(1);
        }
    }

    @Test
    void filesOfStoresThatAreNotSeenTakeNoPlaceFromOthers() throws SQLException {
        Sender sender = new Sender("Crowd");
        String page = sender.uploaded("own.csv", ONE);
        try (Connection db = TestServer.get().database()) {
            for (int i = 0; i < 50; i++) {
                run(
                        db,
                        "insert into plugin_channel_file.upload (tenant_id, id, account_id, name, sha256, content, state, columns, zone,"
                                + " rows, orders, faults, by_name, at) select tenant_id, gen_random_uuid(), gen_random_uuid(), 'gone.csv',"
                                + " sha256, content, 'done', columns, zone, rows, orders, faults, by_name, now() + interval '1 hour'"
                                + " from plugin_channel_file.upload where id = ?",
                        UUID.fromString(page.replaceFirst(".*/", "")));
            }
        }
        assertThat(sender.shop.get("/files").body()).contains("own.csv").doesNotContain("gone.csv");
    }

    /** As it is left by a server that died after somebody had taken the orders of the file. */
    @Test
    void whatADeadServerLeftIsFinished() throws SQLException {
        Sender sender = new Sender("Died");
        String page = sender.uploaded("died.csv", ONE);
        try (Connection db = TestServer.get().database()) {
            run(
                    db,
                    "update plugin_channel_file.upload set state = 'running' where id = ?",
                    UUID.fromString(page.replaceFirst(".*/", "")));
        }
        // the task comes every minute, patience lasts for half of one
        for (int i = 0; i < 3; i++) {
            Patience.until(() -> sender.orders().contains("W-1"));
        }
        assertThat(sender.orders()).contains("W-1");
        Patience.until(() -> sender.shop.get(page).body().contains("1 new"));
        assertThat(sender.shop.get(page).body()).contains("1 new, 0 known before");
    }
}
