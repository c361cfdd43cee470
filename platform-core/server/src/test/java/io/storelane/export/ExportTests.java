package io.storelane.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.file.FileSweep;
import io.storelane.job.JobState;
import io.storelane.job.Jobs;
import io.storelane.order.Source;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import io.storelane.support.ApiClient;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Shop;
import io.storelane.support.Stage;
import io.storelane.support.Wares;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.web.list.FileFormat;
import io.storelane.web.list.ListFile;
import io.storelane.web.list.ListFilters;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lists and workspaces as files: at once, or by a job. */
class ExportTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(40);

    private final ApplicationContext context;
    private final Exports exports;
    private final Jobs jobs;
    private final ReadyMarks ready;
    private final FileSweep sweep;
    private final JsonMapper json;
    private final MessageSource messages;
    private final Stage stage;

    @Autowired
    ExportTests(
            ApplicationContext context,
            Exports exports,
            Jobs jobs,
            ReadyMarks ready,
            FileSweep sweep,
            JsonMapper json,
            MessageSource messages) {
        this.context = context;
        this.exports = exports;
        this.jobs = jobs;
        this.ready = ready;
        this.sweep = sweep;
        this.json = json;
        this.messages = messages;
        this.stage = new Stage(context);
    }

    private static UUID tenant(Workspace shop) {
        return shop.tenant().value();
    }

    private static void brand(Workspace shop, String name) {
        Stage.all("insert into core.brand (tenant_id, id, name) values (?, gen_random_uuid(), ?)", tenant(shop), name);
    }

    private static void brands(Workspace shop, int number) {
        Stage.all(
                "insert into core.brand (tenant_id, id, name) select ?, gen_random_uuid(), 'Brand ' || lpad(n::text, 6, '0')"
                        + " from generate_series(1, ?) n",
                tenant(shop),
                number);
    }

    private ExportView export(Person person, Workspace shop, UUID id) {
        return stage.as(person, shop, () -> exports.export(id));
    }

    private ExportView finished(Person person, Workspace shop, UUID id) {
        await().atMost(SOON).until(() -> !export(person, shop, id).job().state().isOpen());
        return export(person, shop, id);
    }

    private UUID start(Person person, Workspace shop, String list, String filter) {
        return stage.as(person, shop, () -> exports.startList(list, FileFormat.CSV, filter, ZoneOffset.UTC));
    }

    private static String path(Workspace shop, UUID id) {
        return "/w/" + shop.slug() + "/exports/" + id;
    }

    /** By the text of a number, ten stands before nine, and a page would begin behind what was never read. */
    @Test
    void rowsAreReadInTheOrderOfTheirKeysPageByPage() {
        Workspace shop = stage.shop();
        brands(shop, 1);
        finished(shop.owner(), shop, start(shop.owner(), shop, "brands", "{}"));
        Stage.all("""
                insert into core.job_item (tenant_id, job_id, position, label, state)
                select j.tenant_id, j.id, n, 'Item ' || n, 'done' from core.job j, generate_series(100, 124) n where j.tenant_id = ?""", tenant(shop));
        Stage.all("""
                insert into core.job_item (tenant_id, job_id, position, label, state)
                select j.tenant_id, j.id, n, 'Item ' || n, 'done' from core.job j, generate_series(50, 59) n where j.tenant_id = ?""", tenant(shop));
        Records records = context.getBean(Records.class);
        List<String> labels = stage.as(
                shop.owner(),
                shop,
                () -> context.getBean(TransactionTemplate.class).execute(_ -> {
                    var kind = new Records.Kind(
                            "core",
                            "job_item",
                            "",
                            List.of(
                                    new Records.Column("job_id", "uuid", "", 2),
                                    new Records.Column("position", "integer", "", 3),
                                    new Records.Column("label", "text", "", 0)));
                    List<String> read = new java.util.ArrayList<>();
                    var page = records.rows(kind, "", 7);
                    while (!page.isEmpty()) {
                        page.forEach(row -> read.add(String.valueOf(row.get(2))));
                        page = records.rows(kind, records.place(kind, page.getLast()), 7);
                    }
                    return read;
                }));
        assertThat(labels).filteredOn(l -> l.startsWith("Item ")).hasSize(35).doesNotHaveDuplicates();
        assertThat(labels)
                .filteredOn(l -> l.startsWith("Item "))
                .startsWith("Item 50")
                .endsWith("Item 124");
    }

    @Test
    void noCellOfAFileIsCalculated() throws IOException {
        Workspace shop = stage.shop();
        for (String evil : List.of("=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "＝1+1", "＋1", "－1+1", "＠A1", "plain")) {
            brand(shop, evil);
        }
        Browser owner = stage.browser(shop.owner());
        Answer csv = owner.get("/w/" + shop.slug() + "/brands/export?format=csv");
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body()).startsWith("\uFEFF").contains("\r\nplain,0");
        assertThat(CSVFormat.EXCEL.parse(new StringReader(csv.body())).stream()
                        .skip(1)
                        .map(r -> r.get(0))
                        .filter(cell -> !cell.equals("plain")))
                .hasSize(9)
                .allMatch(cell -> cell.startsWith("'"));
        byte[] book = owner.file("/w/" + shop.slug() + "/brands/export?format=xlsx");
        String sheet = new String(
                Objects.requireNonNull(entries(book).get("xl/worksheets/sheet1.xml")), StandardCharsets.UTF_8);
        assertThat(sheet)
                .contains("=1+1", "&#xff1d;1+1", "inlineStr")
                .doesNotContain("<f>")
                .contains("<v>0</v>");
    }

    @Test
    void everyListHasANameAndIsMadeByAJob() {
        Workspace shop = stage.shop();
        new Wares(context, shop, "Common", "Outlet").at(stage.node(shop, stage.top(shop), "North"));
        evil(shop);
        Map<String, UUID> started = new TreeMap<>();
        for (ListFile<?> list : context.getBeansOfType(ListFile.class).values()) {
            for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
                assertThat(messages.getMessage("export.list." + list.name(), null, language))
                        .isNotBlank();
            }
            if (!Set.of("prices", "stock-moves", "job-items").contains(list.name())) {
                started.put(list.name(), start(shop.owner(), shop, list.name(), "{}"));
            }
        }
        assertThat(started)
                .containsKeys(
                        "fulfilments",
                        "returns",
                        "hand-overs",
                        "webhooks",
                        "webhook-deliveries",
                        "imports",
                        "jobs",
                        "notifications")
                .hasSizeGreaterThan(24);
        Browser owner = stage.browser(shop.owner());
        started.forEach((name, id) -> {
            assertThat(finished(shop.owner(), shop, id).state()).as(name).isEqualTo("ready");
            List<String> whole = owner.get(path(shop, id) + "/file?format=csv")
                    .body()
                    .lines()
                    .toList();
            assertThat(whole).as(name).hasSizeGreaterThanOrEqualTo(1);
            assertThat(whole.getFirst().split(",")).as(name).hasSizeGreaterThan(1);
            assertNothingIsCalculated(name, owner, path(shop, id) + "/file?format=");
        });
        // the job's file is the page's, byte by byte, but for its own traces
        for (String page : List.of(
                "brands",
                "locations",
                "customers",
                "orders",
                "products",
                "stock",
                "transfers",
                "fulfilments",
                "returns",
                "hand-overs",
                "webhook-deliveries",
                "imports")) {
            assertThat(owner.get(path(shop, Objects.requireNonNull(started.get(page))) + "/file")
                            .body())
                    .as(page)
                    .isEqualTo(owner.get("/w/" + shop.slug() + "/" + page + "/export")
                            .body()
                            .replaceAll("\\+08:00", "+00:00"));
        }
    }

    /** Names and texts that begin as formulas do, in each list that has some. */
    private static void evil(Workspace shop) {
        for (String change : List.of(
                "brand set name = '=1+' || name",
                "product set title_zh = '@SUM(A1)', title_en = '+' || title_en",
                "location set name = '-' || name",
                "customer set name = '＝' || name",
                "channel set name = '=' || name",
                "sales_order set buyer_name = '=HYPERLINK(\"http://x\")', ship_name = '@x', external_id = '=' || external_id",
                "import_file set file_name = '=cmd.csv'",
                "rma set note = '+1+1'",
                "org_node set name = '=' || name where parent_id is not null")) {
            String[] parts = change.split(" where ", -1);
            Stage.all(
                    "update core." + parts[0] + " where tenant_id = ?" + (parts.length > 1 ? " and " + parts[1] : ""),
                    tenant(shop));
        }
    }

    private static void assertNothingIsCalculated(String name, Browser owner, String file) {
        String csv = owner.get(file + "csv").body();
        try (var records = CSVFormat.EXCEL.parse(new StringReader(csv.substring(1)))) {
            records.stream()
                    .flatMap(CSVRecord::stream)
                    .forEach(cell -> assertThat(cell).as(name).matches("(?s)|[^=+@\t\r\n＝＋－＠-].*|-?\\d+(\\.\\d+)?"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] book = owner.file(file + "xlsx");
        assertThat(new String(
                        Objects.requireNonNull(entries(book).get("xl/worksheets/sheet1.xml")), StandardCharsets.UTF_8))
                .as(name)
                .doesNotContain("<f>", "<f ");
        try (var workbook = new ReadableWorkbook(new ByteArrayInputStream(book));
                var rows = workbook.getFirstSheet().openStream()) {
            rows.flatMap(Row::stream)
                    .filter(Objects::nonNull)
                    .forEach(cell -> assertThat(cell.getType())
                            .as(name + " " + cell)
                            .isIn(CellType.STRING, CellType.NUMBER, CellType.EMPTY));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parts of filters in which any text may stand. */
    private static final Set<String> FREE = Set.of("q", "tag", "action");

    /** A filter with what the list cannot be without. */
    private static String least(String list) {
        String any = UUID.randomUUID().toString();
        return switch (list) {
            case "prices" -> "{\"priceList\":\"" + any + "\"}";
            case "stock-moves" -> "{\"variant\":\"" + any + "\"}";
            case "job-items" -> "{\"job\":\"" + any + "\"}";
            default -> "{}";
        };
    }

    @Test
    void aValueThatAFilterDoesNotHaveIsRefusedByName() {
        Lists lists = context.getBean(Lists.class);
        Workspace shop = stage.shop();
        int refused = 0;
        for (var list : stage.as(shop.owner(), shop, lists::all).entrySet()) {
            for (String part : list.getValue()) {
                String last = part.substring(part.lastIndexOf('.') + 1);
                if (FREE.contains(last)) {
                    continue;
                }
                ObjectNode filter = (ObjectNode) json.readTree(least(list.getKey()));
                ObjectNode inner = filter;
                for (String outer : part.split("[.]", -1)) {
                    if (!outer.equals(last)) {
                        inner = inner.putObject(outer);
                    }
                }
                inner.put(last, "junk");
                assertThatThrownBy(() ->
                                stage.as(shop.owner(), shop, () -> lists.choose(list.getKey(), filter.toString())))
                        .as(list.getKey() + " " + part)
                        .isInstanceOfSatisfying(ProblemException.class, e -> {
                            assertThat(e.code()).isEqualTo(ExportProblem.BAD_FILTER);
                            assertThat(e.faults())
                                    .extracting(Fault::path)
                                    .containsExactly("/filter/" + part.replace('.', '/'));
                        });
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(60);
    }

    @Test
    void whatAPageSaysOfItsFilterIsUnderstoodByTheJob() {
        Workspace shop = stage.shop();
        stage.run(shop.owner(), shop, () -> understood(context.getBean(Lists.class)));
    }

    private void understood(Lists lists) {
        for (String list : lists.all().keySet()) {
            Lists.Chosen<?> chosen = lists.choose(list, least(list));
            assertThat(lists.choose(list, ListFilters.written(json, chosen.filter()))
                            .filter())
                    .as(list)
                    .isEqualTo(chosen.filter());
        }
        // also what is not written as it was said
        assertThat(lists.choose(
                                "orders",
                                "{\"orders\":{\"view\":\"late\",\"from\":\"2026-11-22T08:00:00+08:00\"},\"columns\":\"total, number\"}")
                        .filter()
                        .toString())
                .contains("late", "2026-11-22T00:00:00Z", "total,number");
        assertThat(lists.choose("products", "{\"state\":\"listed\"}").filter().toString())
                .contains("LISTED");
    }

    @Test
    void aLongListIsMadeInTheBackground() throws IOException {
        Workspace shop = stage.shop();
        brands(shop, 10_001);
        Browser owner = stage.browser(shop.owner());
        String base = "/w/" + shop.slug();
        Answer sent = owner.get(base + "/brands/export?q=&sort=-name&format=xlsx");
        assertThat(sent.status()).isEqualTo(302);
        Answer offer = owner.get(sent.header("Location").replaceFirst("^https?://[^/]+", ""));
        assertThat(offer.status()).isEqualTo(200);
        assertThat(offer.body()).contains("10,000", "Brands").doesNotContain("??");
        Answer made = owner.post(
                base + "/exports/new",
                Map.of("list", "brands", "format", "xlsx", "filter", "{\"q\":\"\",\"sort\":\"-name\"}"));
        assertThat(made.status()).isEqualTo(302);
        UUID id = UUID.fromString(made.header("Location").replaceAll(".*/exports/", ""));
        ExportView done = finished(shop.owner(), shop, id);
        assertThat(done.rows()).isEqualTo(10_001);
        assertThat(owner.get(path(shop, id)).body())
                .contains("10,001", "/file?format=xlsx")
                .doesNotContain("??");
        assertThat(owner.get(base + "/exports").body()).contains(id.toString()).doesNotContain("??");
        List<String> lines =
                owner.get(path(shop, id) + "/file?format=csv").body().lines().toList();
        assertThat(lines).hasSize(10_002);
        assertThat(lines.get(1)).isEqualTo("Brand 010001,0");
        assertThat(lines.getLast()).isEqualTo("Brand 000001,0");
        assertThat(new String(
                        Objects.requireNonNull(
                                entries(owner.file(path(shop, id) + "/file")).get("xl/worksheets/sheet1.xml")),
                        StandardCharsets.UTF_8))
                .contains("Brand 010001", "r=\"10002\"");
    }

    @Test
    void aProgramExportsAListAndIsToldWhatIsWrong() {
        Workspace shop = stage.shop();
        brand(shop, "Hill");
        brand(shop, "Lake");
        Stage.all(
                "insert into core.audit_entry (tenant_id, id, at, actor_id, actor_name, action, target_type, target_id, target_label,"
                        + " request_id, ip) select ?, gen_random_uuid(), now(), ?, 'A', 'x.y', 'x', 'x', 'x', 'r', '' from"
                        + " generate_series(1, 10001)",
                tenant(shop),
                shop.owner().id());
        ApiClient program = stage.program(shop.owner(), shop, stage.top(shop));
        ApiClient.Answer many = program.get("/api/v1/audit/export");
        assertThat(many.status()).isEqualTo(422);
        assertThat(many.problem()).isEqualTo("list/too-many-rows");
        assertThat(program.get("/api/v1/audit/export?format=pdf").status()).isEqualTo(400);
        ApiClient.Answer junk = program.post("/api/v1/exports", "{\"list\":\"junk\"}");
        assertThat(junk.problem()).isEqualTo("export/unknown-list");
        assertThat(junk.status()).isEqualTo(422);
        assertThat(junk.at("/errors/0/field")).isEqualTo("/list");
        ApiClient.Answer wrong = program.post("/api/v1/exports", "{\"list\":\"brands\",\"filter\":{\"junk\":1}}");
        assertThat(wrong.problem()).isEqualTo("export/bad-filter");
        assertThat(wrong.body()).contains("q, sort");
        assertThat(wrong.at("/errors/0/field")).isEqualTo("/filter/junk");
        assertThat(wrong.at("/errors/0/code")).isEqualTo("export/filter-unknown");
        ApiClient.Answer none = program.post("/api/v1/exports", "{\"list\":\"prices\"}");
        assertThat(none.problem()).isEqualTo("export/bad-filter");
        assertThat(none.at("/errors/0/field")).isEqualTo("/filter/priceList");
        ApiClient.Answer view =
                program.post("/api/v1/exports", "{\"list\":\"orders\",\"filter\":{\"orders\":{\"view\":\"lat\"}}}");
        assertThat(view.status()).isEqualTo(422);
        assertThat(view.at("/errors/0/field")).isEqualTo("/filter/orders/view");
        assertThat(view.at("/errors/0/detail")).contains("“lat”");
        assertThat(Stage.<Long>one("select count(*) from core.export where tenant_id = ?", tenant(shop)))
                .isZero();
        assertThat(program.post("/api/v1/exports", "{\"list\":\"brands\",\"format\":\"pdf\"}")
                        .status())
                .isBetween(400, 422);
        assertThat(program.get("/api/v1/exports/lists").body()).contains("\"stock-moves\"", "orders.view");
        ApiClient.Answer made = program.post("/api/v1/exports", "{\"list\":\"brands\",\"filter\":{\"q\":\"hil\"}}");
        assertThat(made.status()).isEqualTo(201);
        String address = made.header("Location");
        await().atMost(SOON).until(() -> program.get(address).at("/state").equals("ready"));
        assertThat(program.get(address).at("/rows")).isEqualTo("1");
        assertThat(program.get(address + "/file").body()).contains("Hill,0").doesNotContain("Lake");
        assertThat(program.get(address + "/file?format=zip").status()).isEqualTo(400);
        // another key of the same person does not see it, and one without the permission does not begin one
        ApiClient sees = new ApiClient(stage.key(shop.owner(), shop, stage.top(shop), Set.of(Permission.STOCK_VIEW))
                .token());
        assertThat(sees.get(address).status()).isEqualTo(404);
        assertThat(sees.post("/api/v1/exports", "{\"list\":\"brands\"}").status())
                .isEqualTo(403);
        assertThat(sees.post("/api/v1/exports/workspace", "").status()).isEqualTo(403);
    }

    @Test
    void aFileHoldsWhatTheCallerMaySee() {
        Workspace shop = stage.shop();
        UUID north = stage.node(shop, stage.top(shop), "North");
        new Wares(context, shop, "Common", "Outlet").at(north);
        UUID south = stage.node(shop, stage.top(shop), "South");
        Person manager = stage.member(shop, "Sue", "node_manager", south);
        Person agency = stage.member(shop, "Ann", "agency_operator", stage.top(shop));
        UUID none = start(manager, shop, "locations", "{}");
        UUID masked = start(agency, shop, "customers", "{}");
        assertThat(finished(manager, shop, none).rows()).isZero();
        assertThat(finished(agency, shop, masked).rows()).isEqualTo(1);
        String file = stage.browser(agency).get(path(shop, masked) + "/file").body();
        assertThat(file).contains("Cora").doesNotContain("13800000000");
        Stage.refused(AccessProblem.NOT_ALLOWED, () -> start(agency, shop, "customers", "{\"full\":true}"));
        Stage.refused(AccessProblem.NOT_ALLOWED, () -> start(agency, shop, "members", "{}"));
        UUID full = start(shop.owner(), shop, "customers", "{\"full\":true}");
        finished(shop.owner(), shop, full);
        assertThat(stage.browser(shop.owner()).get(path(shop, full) + "/file").body())
                .contains("13800000000");
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action = 'customer.exported'",
                        tenant(shop)))
                .isEqualTo(2);
        // nobody else fetches it
        assertThat(stage.browser(agency).get(path(shop, full) + "/file").status())
                .isEqualTo(404);
        // and who may see customers no more does not fetch the own one either
        Stage.all("delete from core.role_assignment where tenant_id = ? and user_id = ?", tenant(shop), agency.id());
        assertThat(stage.browser(agency).get(path(shop, masked) + "/file").status())
                .isIn(403, 404);
    }

    @Test
    void allThatAWorkspaceHasIsInItsExport() throws Exception {
        Workspace shop = stage.shop();
        stage.shop(); // a neighbour, of whom nothing may come
        UUID north = stage.node(shop, stage.top(shop), "North");
        new Wares(context, shop, "Common", "Outlet").at(north);
        brands(shop, 2_500);
        brand(shop, "=cmd|' /C calc'!A0");
        stage.program(shop.owner(), shop, stage.top(shop));
        Browser owner = stage.browser(shop.owner());
        String base = "/w/" + shop.slug();
        assertThat(owner.get(base + "/exports").body()).contains("/exports/workspace");
        UUID id = UUID.fromString(owner.post(base + "/exports/workspace", Map.of())
                .header("Location")
                .replaceAll(".*/exports/", ""));
        assertThat(finished(shop.owner(), shop, id).state()).isEqualTo("ready");
        assertWhole(shop, entries(owner.file(path(shop, id) + "/file")));
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action in ('workspace.exported', 'export.fetched')",
                        tenant(shop)))
                .isEqualTo(2);

        // a server died when some kinds were read: another one reads the rest, and nothing twice
        UUID job = export(shop.owner(), shop, id).job().id();
        Stage.all(
                "delete from core.export_part where export_id = ? and record in (select label from core.job_item where job_id = ?"
                        + " and position >= 7)",
                id,
                job);
        Stage.all("update core.export set place = '7', finished_at = null where id = ?", id);
        Stage.all("update core.job_item set state = 'waiting' where job_id = ? and position >= 7", job);
        Stage.all(
                "update core.job set lease_until = now() - interval '1 second', state = 'running', worker = 'dead', done = 7,"
                        + " finished_at = null where id = ?",
                job);
        ready.repair();
        assertThat(finished(shop.owner(), shop, id).state()).isEqualTo("ready");
        assertWhole(shop, entries(owner.file(path(shop, id) + "/file")));

        Person administrator = stage.member(shop, "Ada", "administrator", stage.top(shop));
        assertThat(stage.browser(administrator)
                        .post(base + "/exports/workspace", Map.of())
                        .status())
                .isEqualTo(403);

        // its time is over: nothing can be fetched, and the store forgets it
        String stored =
                Stage.one("select stored from core.export_part where export_id = ? and record = 'brand' limit 1", id);
        Contents.of(context, shop).read(stored);
        Stage.all("update core.export set expires_at = now() where id = ?", id);
        Answer late = owner.get(path(shop, id) + "/file");
        assertThat(late.status()).isEqualTo(410);
        assertThat(late.body()).contains("three days");
        sweep.run();
        assertThat(Stage.<Long>one("select count(*) from core.export_part where export_id = ?", id))
                .isZero();
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> Contents.of(context, shop).read(stored))
                .isInstanceOf(io.storelane.problem.ProblemException.class);
    }

    /** The file store in the scope of a workspace. */
    record Contents(ApplicationContext context, Workspace shop) {

        static Contents of(ApplicationContext context, Workspace shop) {
            return new Contents(context, shop);
        }

        byte[] read(String name) {
            return io.storelane.tenancy.Scope.tenant(shop.tenant())
                    .call(() ->
                            context.getBean(io.storelane.file.Contents.class).read(name));
        }
    }

    /** Tables whose rows come and go while the test looks: the job that makes the export, what its steps leave, what consumers count. */
    private static final Set<String> MOVING = Set.of(
            "notification",
            "notification_sending",
            "audit_entry",
            "event",
            "job",
            "usage_day",
            "order_day",
            "order_counted",
            "order_day_state",
            "channel_account",
            "channel_record",
            "channel_seen",
            "channel_stock");

    private void assertWhole(Workspace shop, Map<String, byte[]> files) throws Exception {
        JsonNode manifest = json.readTree(Objects.requireNonNull(files.get("manifest.json")));
        assertThat(manifest.at("/format").asString()).isEqualTo("storelane-workspace");
        assertThat(manifest.at("/version").asInt()).isEqualTo(1);
        Map<String, Long> counts = new HashMap<>();
        Set<String> named = new java.util.HashSet<>(Set.of("manifest.json"));
        for (JsonNode record : manifest.at("/records")) {
            counts.put(record.at("/name").asString(), record.at("/rows").asLong());
            Map<String, Long> byEnding = new HashMap<>();
            for (JsonNode file : record.at("/files")) {
                byEnding.merge(
                        file.at("/path").asString().replaceAll(".*[.]", ""),
                        file.at("/rows").asLong(),
                        Long::sum);
                byte[] content = checked(files, file);
                named.add(file.at("/path").asString());
                String text = new String(content, StandardCharsets.UTF_8);
                long rows = file.at("/path").asString().endsWith(".ndjson")
                        ? text.lines().peek(json::readTree).count()
                        : CSVFormat.EXCEL.parse(new StringReader(text)).stream().count() - 1;
                assertThat(rows).as(file.toString()).isEqualTo(file.at("/rows").asLong());
            }
            if (record.at("/rows").asLong() > 0) {
                assertThat(byEnding)
                        .as(record.at("/name").asString())
                        .containsOnly(
                                Map.entry("ndjson", record.at("/rows").asLong()),
                                Map.entry("csv", record.at("/rows").asLong()));
            }
        }
        for (JsonNode file : manifest.at("/contents")) {
            checked(files, file);
            named.add(file.at("/path").asString());
        }
        assertThat(manifest.at("/contents").size()).isPositive();
        assertThat(files.keySet()).isEqualTo(named);
        // each table of the database is there, or stands among those left out, with a reason
        for (Object row :
                Stage.all("select c.relname::text from pg_class c join pg_namespace n on n.oid = c.relnamespace"
                        + " where n.nspname = 'core' and c.relkind in ('r', 'p') and not c.relispartition")) {
            String table = String.valueOf(row);
            if (!Records.LEFT_OUT.containsKey(table)) {
                assertThat(counts).as("tables of the export").containsKey(table);
                if (!MOVING.contains(table)) {
                    assertThat(counts.get(table))
                            .as(table)
                            .isEqualTo(Stage.<Long>one(
                                    "select count(*) from core.%s where tenant_id = ?".formatted(table), tenant(shop)));
                }
            }
        }
        assertThat(counts).containsEntry("tenant_member", 1L).containsEntry("tenant_self", 1L);
        String brands = text(files, "records/brand/brand-0001.csv");
        assertThat(brands).contains(",'=cmd|").doesNotContain(",=cmd");
        assertThat(text(files, "records/brand/brand-0001.ndjson")).contains("\"name\":\"=cmd|");
        String all = String.join(
                "\n", files.keySet().stream().map(name -> text(files, name)).toList());
        assertThat(all).doesNotContain("secret_hash", "request_hash", "token_hash");
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(Objects.requireNonNull(files.get(name), name), StandardCharsets.UTF_8);
    }

    private static byte[] checked(Map<String, byte[]> files, JsonNode file) throws Exception {
        byte[] content = Objects.requireNonNull(files.get(file.at("/path").asString()));
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)))
                .as(file.toString())
                .isEqualTo(file.at("/sha256").asString());
        assertThat((long) content.length).isEqualTo(file.at("/bytes").asLong());
        return content;
    }

    @Test
    void anExportIsCancelled() {
        Workspace shop = stage.shop();
        brands(shop, 30_000);
        UUID id = start(shop.owner(), shop, "brands", "{}");
        stage.run(
                shop.owner(),
                shop,
                () -> jobs.cancel(export(shop.owner(), shop, id).job().id()));
        ExportView over = finished(shop.owner(), shop, id);
        assertThat(over.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(over.state()).isEqualTo("cancelled");
        Stage.refused(
                ExportProblem.NOT_READY, () -> stage.run(shop.owner(), shop, () -> exports.fetch(id, FileFormat.CSV)));
    }

    @Test
    void ordersKeepTheirColumnsAndMasks() throws IOException {
        Workspace workspace = stage.shop();
        Shop shop = new Shop(context, stage, workspace);
        UUID channel = shop.channel("web");
        shop.goods("MUG", 1_250);
        stage.run(
                workspace.owner(),
                workspace,
                () -> context.getBean(io.storelane.order.Orders.class)
                        .place(Shop.order(Source.CHANNEL, channel, "TB-1", List.of(Shop.line("MUG", 2)))));
        UUID id = start(
                workspace.owner(),
                workspace,
                "orders",
                "{\"columns\":\"number,reference,total\",\"orders\":{\"view\":\"all\"}}");
        finished(workspace.owner(), workspace, id);
        Browser owner = stage.browser(workspace.owner());
        String csv = owner.get(path(workspace, id) + "/file").body();
        assertThat(csv.lines().findFirst().orElse("")).doesNotContain("Buyer");
        assertThat(csv).contains("TB-1,25.00");
        byte[] book = owner.file(path(workspace, id) + "/file?format=xlsx");
        assertThat(new String(
                        Objects.requireNonNull(entries(book).get("xl/worksheets/sheet1.xml")), StandardCharsets.UTF_8))
                .contains("TB-1", "<v>25.00</v>");
    }

    private static Map<String, byte[]> entries(byte[] archive) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setByteArray(archive).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return entries;
    }
}
