package io.storelane.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Shelf;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Files that cannot be read, or not as they seem: each is told in plain words, and nothing is written. */
class BadFileTests extends ServerTests {

    private final ApplicationContext context;
    private final Stage stage;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ApiClient program;

    @SuppressWarnings("NullAway.Init") // set before each test
    private ImportDesk desk;

    @Autowired
    BadFileTests(ApplicationContext context) {
        this.context = context;
        this.stage = new Stage(context);
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        program = stage.program(shop.owner(), shop, stage.top(shop));
        desk = new ImportDesk(program);
    }

    private static byte[] workbook(Consumer<Worksheet> sheet) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "Test", "1.0")) {
            sheet.accept(book.newWorksheet("Sheet 1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private void refused(String kind, byte[] file, String problem, String... words) {
        Answer answer = desk.upload(kind, "application/octet-stream", file);
        assertThat(answer.problem()).as(answer.body()).isEqualTo(problem);
        assertThat(answer.at("/detail")).isNotEmpty();
        for (String word : words) {
            assertThat(answer.at("/detail")).contains(word);
        }
        assertThat(Stage.<Long>one(
                        "select count(*) from core.import_file where tenant_id = ?",
                        shop.tenant().value()))
                .isZero();
    }

    private void refused(String csv, String problem, String... words) {
        refused("prices", csv.getBytes(StandardCharsets.UTF_8), problem, words);
    }

    @Test
    void tablesWithoutAProperHeaderOrRowsAreRefused() {
        refused("MUG,39.00\nPOT,12.00\n", "dataset/header-missing", "Row 1 holds values");
        refused("sku,price,SKU\nMUG,1,2\n", "dataset/header-twice", "“SKU”");
        refused("sku,price\n\n , \n", "dataset/no-rows");
        refused("\n\n", "dataset/no-rows");
        refused("prices", workbook(_ -> {}), "dataset/empty-sheet", "“Sheet 1”");
        refused("sku,price\nMUG,\"39\nPOT,1\n", "dataset/bad-quotes", "row 2");
        refused("sku,price" + ",x".repeat(300) + "\n1,2\n", "dataset/too-many-columns");
        Answer none = desk.upload("prices", "text/csv", new byte[0]);
        assertThat(none.status()).isIn(400, 422);
        assertThat(desk.upload("shoes", "text/csv", new byte[] {1}).status()).isEqualTo(400);
    }

    @Test
    void filesOfAnotherTypeAreNamedForWhatTheyAre() throws IOException {
        refused("prices", new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0}, "dataset/wrong-type", "CSV");
        refused("%PDF-1.7 something", "dataset/wrong-type");
        refused("<html><table><tr><td>sku</td></tr></table>", "dataset/wrong-type");
        byte[] ole = new byte[600];
        ole[0] = (byte) 0xD0;
        ole[1] = (byte) 0xCF;
        ole[2] = 0x11;
        ole[3] = (byte) 0xE0;
        refused("prices", ole, "dataset/old-workbook", ".xlsx");
        byte[] name = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);
        System.arraycopy(name, 0, ole, 512, name.length);
        refused("prices", ole, "dataset/locked-workbook", "password");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("prices.csv"));
            out.write("sku,price\n".getBytes(StandardCharsets.UTF_8));
        }
        refused("prices", zip.toByteArray(), "dataset/wrong-type");
        refused("prices", java.util.Arrays.copyOf(workbook(w -> w.value(0, 0, "sku")), 400), "dataset/broken-workbook");
    }

    @Test
    void aWorkbookThatWouldFillTheMemoryIsNotOpened() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bomb)) {
            out.putNextEntry(new ZipEntry("xl/workbook.xml"));
            out.write("<workbook><sheets><sheet name=\"A\" r:id=\"rId1\"/></sheets></workbook>"
                    .getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("xl/_rels/workbook.xml.rels"));
            out.write("<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                    .getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("xl/worksheets/sheet1.xml"));
            byte[] block = " ".repeat(1024 * 1024).getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 40; i++) {
                out.write(block);
            }
        }
        assertThat(bomb.size()).isLessThan(100_000);
        refused("prices", bomb.toByteArray(), "dataset/zip-bomb", "not opened");
    }

    @Test
    void mergedCellsAreNamed() {
        refused(
                "prices",
                workbook(w -> {
                    w.value(0, 0, "sku");
                    w.value(0, 1, "price");
                    w.value(1, 0, "MUG");
                    w.value(1, 1, 1);
                    w.value(2, 1, 2);
                    w.range(1, 0, 2, 0).merge();
                }),
                "dataset/merged-cells",
                "A2:A3");
    }

    @Test
    void textInAnyUsualEncodingIsReadAndTheEncodingIsSaid() {
        String csv = "货号,价格\n杯子-1,1.00\n";
        assertThat(charset("\uFEFF" + csv, "UTF-8", "")).isEqualTo("UTF-8 false");
        assertThat(charset(csv, "UTF-8", "")).isEqualTo("UTF-8 false");
        assertThat(charset(csv, "GBK", "")).isEqualTo("GB18030 true");
        assertThat(charset(csv, "UTF-16", "")).isEqualTo("UTF-16 false");
        assertThat(charset("sku,price\nMUG-1,1.00\n", "UTF-16LE", "")).isEqualTo("UTF-16LE true");
        assertThat(charset("貨號,價格\n杯子,1\n", "Big5", "Big5")).isEqualTo("Big5 false");
        Answer wrong = desk.upload("prices", "text/csv", "UTF-8", csv.getBytes(Charset.forName("GBK")));
        assertThat(wrong.problem()).isEqualTo("dataset/wrong-charset");
        assertThat(wrong.at("/detail")).contains("UTF-8");
        assertThat(desk.upload("prices", "text/csv", "EBCDIC", csv.getBytes(StandardCharsets.UTF_8))
                        .problem())
                .isEqualTo("dataset/charset-unknown");
        refused2("sku,price\ncafé,1\n".getBytes(Charset.forName("windows-1252")), "dataset/wrong-charset");
    }

    private void refused2(byte[] file, String problem) {
        assertThat(desk.upload("prices", "text/csv", file).problem()).isEqualTo(problem);
    }

    @Test
    void textThatCouldBeInTwoEncodingsIsShownBeforeItsColumnsAreMatched() {
        assertThat(charset("貨號,價格\n杯子,1\n白色馬克杯,2\n", "Big5", "")).isEqualTo("Big5 true");
        assertThat(charset("商品編號,商品名稱,售價\nA-1,不鏽鋼保溫瓶,1\nA-2,棉質圓領上衣,2\n", "Big5", ""))
                .isEqualTo("Big5 true");
        assertThat(charset("商品编号,商品名称,售价\nA-1,不锈钢保温瓶,1\nA-2,棉质圆领上衣,2\n", "GBK", ""))
                .isEqualTo("GB18030 true");

        // a person sees what was read, and reads it in another one without sending it again
        Browser browser = stage.browser(shop.owner());
        String path = browser.upload(
                        "/w/" + shop.slug() + "/imports/new?kind=prices",
                        "file",
                        "prices.csv",
                        "text/csv",
                        "品號,定價\n杯,1\n".getBytes(Charset.forName("Big5")))
                .header("Location");
        assertThat(browser.get(path).body())
                .contains("Can you read these values?", "id=\"preview\"", "品號", "杯")
                .doesNotContain("??");
        browser.post(path + "/charset", Map.of("charset", "GB18030"));
        assertThat(browser.get(path).body())
                .contains("Read as GB18030")
                .doesNotContain("品號", "Can you read these values?");
    }

    private String charset(String csv, String encoding, String chosen) {
        Answer answer = desk.upload("prices", "text/csv", chosen, csv.getBytes(Charset.forName(encoding)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.at("/charset") + " " + answer.at("/charsetGuessed");
    }

    @Test
    void aWorkbookIsReadAsPeopleMeanIt() {
        Shop sells = new Shop(context, stage, shop);
        sells.channel("web");
        sells.stock(sells.goods("00123", 1_500), sells.location("WH", "330106", 1), 99);
        byte[] file = workbook(w -> {
            String[] header = {"订单号", "销售渠道", "SKU", "数量", "下单时间", "单价"};
            for (int i = 0; i < header.length; i++) {
                w.value(1, i, header[i]); // a first row that is empty
            }
            order(w, 2, "A-1", 1);
            w.value(2, 4, LocalDateTime.of(2026, 11, 20, 10, 30));
            w.style(2, 4).format("yyyy-mm-dd hh:mm").set();
            w.value(2, 5, 12.1);
            order(w, 4, "A-2", "2"); // a row that is empty, a number as text
            w.value(4, 4, "2026年11月20日");
            w.value(4, 5, "12.10");
            order(w, 5, "A-3", 1);
            w.value(5, 4, LocalDate.of(2026, 11, 20));
            w.style(5, 4).format("m/d/yyyy").set();
            order(w, 6, 1.2345678901234568E18, 1);
            order(w, 7, "A-5", 1);
            w.formula(7, 5, "1/0");
        });
        Answer uploaded = desk.upload("orders", ImportDesk.WORKBOOK, file);
        assertThat(uploaded.at("/format")).as(uploaded.body()).isEqualTo("xlsx");
        String path = desk.check(uploaded, "{}");
        assertThat(desk.errors(path)).isEqualTo("""
                7 order_number dataset/digits-lost
                8 unit_price dataset/formula-failed
                """);
        desk.start(path);
        assertThat(Stage.<Long>one(
                        "select count(*) from core.sales_order where tenant_id = ? and placed_at::date = '2026-11-20'",
                        shop.tenant().value()))
                .isEqualTo(3);
        assertThat(Stage.<Long>one(
                        "select sum(subtotal)::bigint from core.sales_order where tenant_id = ?",
                        shop.tenant().value()))
                .isEqualTo(1_210 + 2_420 + 1_500);
    }

    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    /** A workbook as a program writes it, part by part; what every one has is added. */
    private static byte[] parts(Map<String, String> parts) throws IOException {
        Map<String, String> all = new TreeMap<>(parts);
        StringBuilder types = new StringBuilder("<Types><Default Extension=\"xml\" ContentType=\"application/xml\"/>");
        Map.of("xl/workbook.xml", "sheet.main", "xl/sharedStrings.xml", "sharedStrings", "xl/styles.xml", "styles")
                .forEach((part, type) -> {
                    if (part.equals("xl/workbook.xml") || parts.containsKey(part)) {
                        types.append("<Override PartName=\"/")
                                .append(part)
                                .append("\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.")
                                .append(type)
                                .append("+xml\"/>");
                    }
                });
        all.putIfAbsent("[Content_Types].xml", types.append("</Types>").toString());
        all.putIfAbsent(
                "xl/workbook.xml",
                "<workbook xmlns=\"" + MAIN
                        + "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
                        + "<sheets><sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
        all.putIfAbsent(
                "xl/_rels/workbook.xml.rels",
                "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"rId2\""
                        + " Target=\"worksheets/sheet2.xml\"/></Relationships>");
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            for (Map.Entry<String, String> part : all.entrySet()) {
                out.putNextEntry(new ZipEntry(part.getKey()));
                out.write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + part.getValue())
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        return zip.toByteArray();
    }

    private static String sheet(String rows) {
        return "<worksheet xmlns=\"" + MAIN + "\"><sheetData>" + rows + "</sheetData></worksheet>";
    }

    /** The columns that are read of an upload, each with its values. */
    private String read(Map<String, String> parts) throws IOException {
        Answer answer = desk.upload("orders", ImportDesk.WORKBOOK, parts(parts));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        StringBuilder read = new StringBuilder();
        answer.json()
                .at("/columns")
                .forEach(column -> read.append(column.at("/name").asString())
                        .append(column.at("/samples").toString()));
        return read.toString();
    }

    @Test
    void workbooksAreReadAsEachProgramWritesThem() throws IOException {
        // a program without formats and addresses, texts in their cells
        assertThat(read(Map.of(
                        "xl/worksheets/sheet1.xml",
                        sheet(
                                "<row><c t=\"inlineStr\"><is><t>SKU</t></is></c><c t=\"inlineStr\"><is><t>数量</t></is></c></row>"
                                        + "<row><c t=\"inlineStr\"><is><t>杯-1</t></is></c><c><v>2</v></c></row>"))))
                .isEqualTo("SKU[\"杯-1\"]数量[\"2\"]");
        // formats that are named and not there
        String types =
                "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"application/vnd.openxmlformats-officedocument"
                        + ".spreadsheetml.sheet.main+xml\"/><Override PartName=\"/xl/styles.xml\" ContentType=\"application/"
                        + "vnd.openxmlformats-officedocument.spreadsheetml.styles+xml\"/></Types>";
        assertThat(read(Map.of(
                        "[Content_Types].xml",
                        types,
                        "xl/worksheets/sheet1.xml",
                        sheet(
                                "<row r=\"1\"><c r=\"A1\" s=\"3\" t=\"str\"><v>SKU</v></c></row><row r=\"2\"><c r=\"A2\" s=\"9\">"
                                        + "<v>12.50</v></c></row>"))))
                .isEqualTo("SKU[\"12.5\"]");
        // Excel for the Mac: texts that cells share, days since 1904, formats by number, a text in several runs
        assertThat(read(Map.of(
                        "xl/workbook.xml",
                        "<workbook xmlns=\"" + MAIN
                                + "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><workbookPr"
                                + " date1904=\"1\"/><sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                        "xl/sharedStrings.xml",
                        "<sst xmlns=\"" + MAIN
                                + "\" count=\"2\" uniqueCount=\"2\"><si><t>SKU</t></si><si><r><t>Order </t></r><r><t>date"
                                + "</t></r></si></sst>",
                        "xl/styles.xml",
                        "<styleSheet xmlns=\"" + MAIN
                                + "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
                        "xl/worksheets/sheet1.xml",
                        sheet(
                                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\">"
                                        + "<v>1</v></c><c r=\"B2\" s=\"1\"><v>44884</v></c></row>"))))
                .isEqualTo("SKU[\"1\"]Order date[\"2026-11-20\"]");
        // LibreOffice and WPS: formats of their own, cells with a format and nothing in it, a sheet before that nobody
        // sees
        assertThat(
                        read(
                                Map.of(
                                        "xl/workbook.xml",
                                        "<workbook xmlns=\"" + MAIN
                                                + "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>"
                                                + "<sheet name=\"Lists\" sheetId=\"1\" state=\"hidden\" r:id=\"rId1\"/><sheet name=\"订单\" sheetId=\"2\""
                                                + " state=\"visible\" r:id=\"rId2\"/></sheets></workbook>",
                                        "xl/styles.xml",
                                        "<styleSheet xmlns=\"" + MAIN
                                                + "\"><numFmts count=\"3\"><numFmt numFmtId=\"164\" formatCode=\"General\"/><numFmt numFmtId=\"165\""
                                                + " formatCode=\"yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;\\ h:mm\"/><numFmt numFmtId=\"166\""
                                                + " formatCode=\"G/通用格式\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf"
                                                + " numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"166\"/></cellXfs></styleSheet>",
                                        "xl/worksheets/sheet1.xml",
                                        sheet("<row r=\"1\"><c r=\"A1\"><v>7</v></c></row>"),
                                        "xl/worksheets/sheet2.xml",
                                        sheet(
                                                "<row r=\"1\"><c r=\"A1\" s=\"0\" t=\"inlineStr\"><is><t>下单时间</t></is></c><c r=\"B1\" s=\"2\""
                                                        + " t=\"inlineStr\"><is><t>单价</t></is></c><c r=\"C1\" s=\"0\"/></row><row r=\"2\"><c r=\"A2\" s=\"1\">"
                                                        + "<v>46346.4375</v></c><c r=\"B2\" s=\"2\"><v>0.1</v></c><c r=\"D2\" s=\"0\"/></row>"))))
                .isEqualTo("下单时间[\"2026-11-20T10:30:00\"]单价[\"0.1\"]");
        // a program that writes prefixes, its sheet by a whole path
        assertThat(
                        read(
                                Map.of(
                                        "xl/workbook.xml",
                                        "<x:workbook xmlns:x=\"" + MAIN
                                                + "\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><x:sheets><x:sheet\n"
                                                + " name=\"A\" sheetId=\"1\" r:id=\"R1\"/></x:sheets></x:workbook>",
                                        "xl/_rels/workbook.xml.rels",
                                        "<Relationships><Relationship Target=\"/xl/worksheets/sheet1.xml\" Id=\"R1\"/></Relationships>",
                                        "xl/worksheets/sheet1.xml",
                                        "<x:worksheet xmlns:x=\"" + MAIN
                                                + "\"><x:sheetData><x:row r=\"1\"><x:c r=\"A1\" t=\"str\"><x:v>SKU</x:v></x:c>"
                                                + "</x:row><x:row r=\"2\"><x:c r=\"A2\" t=\"str\"><x:v>00123</x:v></x:c></x:row></x:sheetData></x:worksheet>")))
                .isEqualTo("SKU[\"00123\"]");
        // formulas that came to digits, to a day and to a number, and one that no program has calculated
        Answer formulas = desk.upload(
                "orders",
                ImportDesk.WORKBOOK,
                parts(
                        Map.of(
                                "xl/styles.xml",
                                "<styleSheet xmlns=\"" + MAIN
                                        + "\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>",
                                "xl/worksheets/sheet1.xml",
                                sheet(
                                        "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>SKU</v></c><c r=\"B1\" t=\"str\"><v>日期</v></c><c r=\"C1\" t=\"str\">"
                                                + "<v>单价</v></c></row><row r=\"2\"><c r=\"A2\" t=\"str\"><f>TEXT(7,\"000\")</f><v>007</v></c><c r=\"B2\""
                                                + " s=\"1\"><f>TODAY()</f><v>46346</v></c><c r=\"C2\"><f>0.1+0.2</f><v>0.30000000000000004</v></c></row>"
                                                + "<row r=\"3\"><c r=\"A3\" t=\"str\"><v>8</v></c><c r=\"C3\"><f>1+1</f><v></v></c></row>"))));
        assertThat(formulas.json().at("/columns").toString())
                .contains("[\"007\",\"8\"]", "[\"2026-11-20\"]", "[\"0.3\"]");
        assertThat(formulas.at("/formulas")).isEqualTo("3");
        // what no reader knows is told, and not our failure
        refused2(
                parts(Map.of(
                        "xl/worksheets/sheet1.xml",
                        sheet("<row r=\"1\"><c r=\"A1\" t=\"d\"><v>2026-11-20</v></c></row>"))),
                "dataset/broken-workbook");
    }

    private static void order(Worksheet w, int row, Object number, Object units) {
        if (number instanceof Double lost) {
            w.value(row, 0, lost);
        } else {
            w.value(row, 0, number.toString());
        }
        w.value(row, 1, "web");
        w.value(row, 2, "00123");
        if (units instanceof Integer whole) {
            w.value(row, 3, whole);
        } else {
            w.value(row, 3, units.toString());
        }
    }

    @Test
    void cellsThatAreNoPlainValuesAreTold() {
        new Shelf(context, shop).variant("00123");
        String path = desk.checked(
                "prices",
                "sku,price\n\"=\"\"00123\"\"\",\"1,234.50\"\n'=A1,1\n=A1+1,1\n1.23457E+17,1\n00123x," + "9".repeat(30)
                        + "\n");
        assertThat(desk.errors(path)).isEqualTo("""
                3 sku catalog/sku-unknown
                4 sku dataset/formula-text
                5 sku dataset/digits-lost
                6 sku catalog/sku-unknown
                6 price dataset/no-amount
                """);
        assertThat(desk.counts(path, "check")).isEqualTo("1 0 0 4");
    }

    @Test
    void aFileOfAGigabyteIsRefusedBeforeItIsSent() throws IOException {
        assertThat(gigabyte("/api/v1/imports?kind=prices", "Authorization: Bearer " + token(), "text/csv"))
                .startsWith("HTTP/1.1 413")
                .contains("100 MB");
        assertThat(gigabyte(
                        "/w/" + shop.slug() + "/imports/new", "Accept: text/html", "multipart/form-data; boundary=x"))
                .startsWith("HTTP/1.1 413")
                .contains("100 MB");
        assertThat(gigabyte(
                        "/w/" + shop.slug() + "/settings/logo", "Accept: text/html", "multipart/form-data; boundary=x"))
                .startsWith("HTTP/1.1 413")
                .contains("10 MB");
    }

    private String token() {
        return stage.key(
                        shop.owner(),
                        shop,
                        stage.top(shop),
                        java.util.Set.of(io.storelane.access.Permission.PRICES_MANAGE))
                .token();
    }

    /** Asks to send as much, and sends nothing of it. */
    private static String gigabyte(String path, String header, String type) throws IOException {
        URI server = URI.create(TestStack.APP_URL);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: " + server.getAuthority()
                                    + "\r\nAccept-Language: en\r\n" + header + "\r\nContent-Type: " + type
                                    + "\r\nContent-Length: 1073741824\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] block = new byte[8_192];
            try {
                for (int read = socket.getInputStream().read(block);
                        read >= 0;
                        read = socket.getInputStream().read(block)) {
                    answer.write(block, 0, read);
                    if (answer.toString(StandardCharsets.UTF_8).matches("(?s).*(10+ MB).*")) {
                        break;
                    }
                }
            } catch (IOException e) {
                answer.writeBytes((" " + e).getBytes(StandardCharsets.UTF_8));
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }
}
