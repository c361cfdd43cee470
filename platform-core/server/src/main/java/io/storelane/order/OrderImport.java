package io.storelane.order;

import io.storelane.access.Permission;
import io.storelane.channel.Channel;
import io.storelane.channel.Channels;
import io.storelane.dataset.ImportBatch;
import io.storelane.dataset.ImportField;
import io.storelane.dataset.ImportField.Form;
import io.storelane.dataset.ImportKind;
import io.storelane.dataset.ImportOption;
import io.storelane.dataset.ImportRow;
import io.storelane.inventory.Region;
import io.storelane.inventory.Regions;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Orders from a file, a row for each line of an order, by their number in the channel. They are placed as orders of programs are, many
 * at a time; what a channel knows already stays.
 */
@Component
class OrderImport implements ImportKind {

    private static final String SHORT = "short";
    private static final String ACCEPT = "accept";
    private static final String REFUSE = "refuse";

    /** How often an order that was not taken for want of room is sent again. */
    private static final int TRIES = 5;

    /** What says nothing of the order itself: sent again, it may be taken. */
    private static final Set<ProblemCode> PASSING =
            Set.of(OrderProblem.QUEUE_FULL, OrderProblem.TOO_SLOW, OrderProblem.OUTCOME_UNKNOWN);

    private final Orders orders;
    private final Drafts drafts;
    private final KnownOrders known;
    private final Channels channels;
    private final Regions regions;

    OrderImport(Orders orders, Drafts drafts, KnownOrders known, Channels channels, Regions regions) {
        this.orders = orders;
        this.drafts = drafts;
        this.known = known;
        this.channels = channels;
        this.regions = regions;
    }

    @Override
    public String code() {
        return "orders";
    }

    @Override
    public String permissionKey() {
        return Permission.ORDERS_MANAGE.key();
    }

    @Override
    public List<ImportField> fields() {
        return List.of(
                ImportField.needed(
                        "order_number",
                        Form.CODE,
                        "A-1001",
                        "order id",
                        "number",
                        "external number",
                        "订单编号",
                        "外部单号",
                        "平台单号"),
                ImportField.needed("channel", Form.TEXT, "direct", "shop", "渠道", "店铺", "销售渠道"),
                ImportField.needed("sku", Form.CODE, "MUG-RED", "item number", "货号", "商品编码", "SKU编码"),
                ImportField.needed("quantity", Form.WHOLE, "2", "qty", "units", "数量", "件数"),
                ImportField.of("unit_price", Form.AMOUNT, "39.00", "price", "单价", "售价"),
                ImportField.of("line_discount", Form.AMOUNT, "", "discount", "优惠", "行优惠"),
                ImportField.of("line_title", Form.TEXT, "", "title", "product name", "商品名称"),
                ImportField.of("placed_at", Form.TIME, "2026-11-20 10:30", "order date", "date", "下单日期", "订单时间"),
                ImportField.of("buyer_name", Form.TEXT, "王芳", "buyer", "customer", "买家", "客户"),
                ImportField.of("buyer_phone", Form.CODE, "13800001111", "买家手机"),
                ImportField.of("buyer_email", Form.TEXT, "", "email", "买家邮箱"),
                ImportField.of("ship_name", Form.TEXT, "王芳", "recipient", "ship to", "收货人", "收件人"),
                ImportField.of("ship_phone", Form.CODE, "13800001111", "phone", "收货电话", "手机", "联系电话"),
                ImportField.of("ship_country", Form.TEXT, "CN", "country", "国家"),
                ImportField.of("ship_province", Form.TEXT, "浙江省", "province", "state", "省", "省份"),
                ImportField.of("ship_city", Form.TEXT, "杭州市", "city", "市", "城市"),
                ImportField.of("ship_district", Form.TEXT, "西湖区", "district", "区", "区县"),
                ImportField.of(
                        "ship_street",
                        Form.TEXT,
                        "文三路 1 号",
                        "address",
                        "street",
                        "详细地址",
                        "地址",
                        "收货地址",
                        "街道",
                        "街道门牌",
                        "街道地址"),
                ImportField.of("ship_postal_code", Form.CODE, "310000", "postal code", "zip", "邮编"),
                ImportField.of("shipping", Form.AMOUNT, "0", "shipping fee", "邮费"),
                ImportField.of("paid", Form.AMOUNT, "78.00", "paid amount", "实付", "付款金额"),
                ImportField.of("payment_method", Form.TEXT, "alipay", "付款方式"),
                ImportField.of("payment_reference", Form.CODE, "", "transaction", "交易号", "流水号"),
                ImportField.of("note", Form.TEXT, "", "remark", "订单备注", "留言"),
                ImportField.of("tags", Form.TEXT, "", "tag"));
    }

    @Override
    public List<ImportOption> options() {
        return List.of(new ImportOption(SHORT, List.of(ACCEPT, REFUSE)));
    }

    /** By the channel itself: one row may say its name, and another its code. */
    @Override
    public Function<ImportRow, String> grouping() {
        Map<String, Channel> byName = byName();
        return row -> {
            if (!row.has("channel") || !row.has("order_number")) {
                return OF_ABOVE;
            }
            String name = row.get("channel").toLowerCase(Locale.ROOT);
            Channel channel = byName.get(name);
            return (channel == null ? name : channel.id()) + "\n" + row.get("order_number");
        };
    }

    private Map<String, Channel> byName() {
        Map<String, Channel> byName = new HashMap<>();
        List<Channel> all = channels.list();
        all.forEach(channel -> byName.putIfAbsent(channel.name().toLowerCase(Locale.ROOT), channel));
        all.forEach(channel -> byName.put(channel.code().toLowerCase(Locale.ROOT), channel));
        return byName;
    }

    /** An order may have several lines of one SKU. */
    @Override
    public String key(ImportRow row) {
        return "";
    }

    @Override
    public String label(ImportRow row) {
        return row.get("order_number");
    }

    /** The intake begins transactions of its own. */
    @Override
    public boolean joins() {
        return false;
    }

    private record Sent(List<ImportRow> rows, PlaceOrder command) {}

    @Override
    public void check(ImportBatch batch) {
        List<Sent> sent = sent(batch);
        List<Drafts.Result> made =
                drafts.makeAll(sent.stream().map(Sent::command).toList());
        Map<List<Object>, Placement.Known> stored =
                known.stored(sent.stream().map(Sent::command).toList());
        List<Sent> again = new ArrayList<>();
        List<KnownOrders.Found> found = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            Sent order = sent.get(i);
            Drafts.Result result = made.get(i);
            Placement.Known there = stored.get(
                    List.of(order.command().channelId(), order.command().externalId()));
            if (result.draft().isEmpty()) {
                wrong(batch, order, result.faults());
            } else if (there == null) {
                order.rows().forEach(batch::added);
            } else {
                again.add(order);
                found.add(new KnownOrders.Found(result.draft().get(), there));
            }
        }
        List<Placement> judged = known.judge(found);
        for (int i = 0; i < judged.size(); i++) {
            said(batch, again.get(i), judged.get(i));
        }
    }

    @Override
    public void write(ImportBatch batch) {
        List<Sent> open = sent(batch);
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            List<Placement> placed =
                    orders.placeAll(open.stream().map(Sent::command).toList());
            List<Sent> again = new ArrayList<>();
            for (int i = 0; i < open.size(); i++) {
                if (attempt < TRIES
                        && placed.get(i) instanceof Placement.Refused(List<Fault> faults)
                        && faults.stream().anyMatch(f -> PASSING.contains(f.code()))) {
                    again.add(open.get(i));
                } else {
                    said(batch, open.get(i), placed.get(i));
                }
            }
            open = again;
        }
    }

    private static void said(ImportBatch batch, Sent order, Placement placement) {
        switch (placement) {
            case Placement.Placed _ -> order.rows().forEach(batch::added);
            case Placement.Known _ -> order.rows().forEach(batch::unchanged);
            case Placement.Refused(List<Fault> faults) -> wrong(batch, order, faults);
        }
    }

    private static void wrong(ImportBatch batch, Sent order, List<Fault> faults) {
        for (Fault fault : faults) {
            if (fault.path().equals("/payments/0/at")) {
                continue; // the time of the order, at which the fault is named
            }
            String[] names = fault.path().split("/", -1);
            boolean line = names.length > 2 && names[1].equals("lines");
            ImportRow row = order.rows().get(line ? Integer.parseInt(names[2]) : 0);
            batch.wrong(
                    row,
                    line ? lineField(names[names.length - 1]) : field(fault.path()),
                    fault.code(),
                    fault.args().toArray());
        }
    }

    private static String lineField(String name) {
        return switch (name) {
            case "unitPrice" -> "unit_price";
            case "discount" -> "line_discount";
            case "title" -> "line_title";
            case "quantity" -> "quantity";
            default -> "sku";
        };
    }

    private static String field(String path) {
        return switch (path) {
            case "/channelId", "/currency" -> "channel";
            case "/externalId" -> "order_number";
            case "/placedAt" -> "placed_at";
            case "/buyer/name" -> "buyer_name";
            case "/buyer/phone" -> "buyer_phone";
            case "/buyer/email" -> "buyer_email";
            case "/shipTo/name" -> "ship_name";
            case "/shipTo/phone" -> "ship_phone";
            case "/shipTo/country" -> "ship_country";
            case "/shipTo/region", "/shipTo/province" -> "ship_province";
            case "/shipTo/city" -> "ship_city";
            case "/shipTo/district" -> "ship_district";
            case "/shipTo/street" -> "ship_street";
            case "/shipTo/postalCode" -> "ship_postal_code";
            case "/shipping" -> "shipping";
            case "/note" -> "note";
            case "/payments/0/method" -> "payment_method";
            case "/payments/0/reference" -> "payment_reference";
            default -> path.startsWith("/payments") ? "paid" : path.startsWith("/tags") ? "tags" : "";
        };
    }

    /** The orders that the rows say, as far as they can be read. */
    private List<Sent> sent(ImportBatch batch) {
        Map<String, Channel> byName = byName();
        List<Sent> sent = new ArrayList<>();
        for (List<ImportRow> rows : batch.groups()) {
            ImportRow first = rows.getFirst();
            Channel channel = byName.get(first.get("channel").toLowerCase(Locale.ROOT));
            if (channel == null) {
                batch.wrong(first, "channel", OrderProblem.CHANNEL_NAME_UNKNOWN, first.get("channel"));
                continue;
            }
            PlaceOrder command = command(batch, rows, channel);
            if (rows.stream().noneMatch(batch::isWrong)) {
                sent.add(new Sent(rows, command));
            }
        }
        return sent;
    }

    private PlaceOrder command(ImportBatch batch, List<ImportRow> rows, Channel channel) {
        List<PlaceOrder.Line> lines = new ArrayList<>();
        for (ImportRow row : rows) {
            Long units = batch.whole(row, "quantity", 1, Drafts.MAX_QUANTITY);
            Long price = batch.amount(row, "unit_price", channel.currency());
            Long discount = batch.amount(row, "line_discount", channel.currency());
            lines.add(new PlaceOrder.Line(
                    row.get("sku"),
                    units == null ? 1 : units,
                    price,
                    discount == null ? 0 : discount,
                    null,
                    false,
                    row.get("line_title")));
        }
        Said said = new Said(rows);
        Instant placedAt = batch.time(said.row("placed_at"), "placed_at");
        Long shipping = batch.amount(said.row("shipping"), "shipping", channel.currency());
        Long paid = batch.amount(said.row("paid"), "paid", channel.currency());
        return new PlaceOrder(
                Source.MANUAL,
                channel.id(),
                rows.getFirst().get("order_number"),
                placedAt,
                "",
                null,
                new PlaceOrder.Buyer(said.text("buyer_name"), said.text("buyer_phone"), said.text("buyer_email")),
                address(said),
                PlaceOrder.Invoice.NONE,
                lines,
                List.of(),
                shipping == null ? 0 : shipping,
                null,
                !batch.option(SHORT).equals(REFUSE),
                paid == null || paid == 0
                        ? List.of()
                        : List.of(new PlaceOrder.Payment(
                                said.text("payment_method").isEmpty() ? "other" : said.text("payment_method"),
                                said.text("payment_reference"),
                                paid,
                                placedAt)),
                null,
                Arrays.stream(said.text("tags").split("[,，;；]", -1))
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .distinct()
                        .toList(),
                said.text("note"),
                null);
    }

    /** What the rows of an order say of it: the first that does. */
    private record Said(List<ImportRow> rows) {

        ImportRow row(String field) {
            return rows.stream().filter(r -> r.has(field)).findFirst().orElse(rows.getFirst());
        }

        String text(String field) {
            return row(field).get(field);
        }
    }

    private PlaceOrder.Address address(Said said) {
        Optional<Region> province = named(regions.provinces(), said.text("ship_province"));
        Optional<Region> city = province.flatMap(p -> named(regions.below(p.code()), said.text("ship_city")));
        Optional<Region> above = city.isPresent() ? city : province;
        Optional<Region> district = above.flatMap(c -> named(regions.below(c.code()), said.text("ship_district")));
        String country = said.text("ship_country").toUpperCase(Locale.ROOT);
        boolean chinese = country.equals("CN") || country.equals("中国") || (country.isEmpty() && province.isPresent());
        String region =
                district.or(() -> city).or(() -> province).map(Region::code).orElse("");
        return new PlaceOrder.Address(
                said.text("ship_name"),
                said.text("ship_phone"),
                chinese ? "CN" : country,
                chinese ? region : "",
                said.text("ship_province"),
                said.text("ship_city"),
                said.text("ship_district"),
                said.text("ship_street"),
                said.text("ship_postal_code"));
    }

    /** The one of this name, also without the word for what it is: {@code 浙江} for {@code 浙江省}. */
    private static Optional<Region> named(List<Region> among, String name) {
        return name.isEmpty()
                ? Optional.empty()
                : among.stream()
                        .filter(r -> r.name().equals(name))
                        .findFirst()
                        .or(() -> among.stream()
                                .filter(r -> name.length() > 1 && r.name().startsWith(name))
                                .findFirst());
    }
}
