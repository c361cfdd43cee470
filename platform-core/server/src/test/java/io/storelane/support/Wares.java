package io.storelane.support;

import io.storelane.catalog.Brands;
import io.storelane.catalog.Categories;
import io.storelane.catalog.Images;
import io.storelane.catalog.PriceListDetails;
import io.storelane.catalog.PriceLists;
import io.storelane.catalog.ProductDetails;
import io.storelane.catalog.ProductImport;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.Products;
import io.storelane.catalog.Sku;
import io.storelane.catalog.Text;
import io.storelane.catalog.VariantDetails;
import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import io.storelane.customer.CustomerDetails;
import io.storelane.customer.Customers;
import io.storelane.fulfilment.Fulfilments;
import io.storelane.fulfilment.NewParcel;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.TransferStock;
import io.storelane.inventory.Transfers;
import io.storelane.order.OrderPayments;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.savedview.SavedViews;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.ApplicationContext;

/** One of each thing that is sold, stored or ordered, at an outlet that others are not to reach. */
public final class Wares {

    private final ApplicationContext context;
    private final Stage stage;
    private final Workspace one;
    private final String common;
    private final String beyond;
    private final Map<String, UUID> ids = new LinkedHashMap<>();

    /**
     * @param common begins the names of what the whole workspace may see
     * @param beyond begins the names of what stands at the outlet alone
     */
    public Wares(ApplicationContext context, Workspace one, String common, String beyond) {
        this.context = context;
        this.stage = new Stage(context);
        this.one = one;
        this.common = common;
        this.beyond = beyond;
    }

    /** Makes them. @return their ids by the nouns of the addresses */
    public Map<String, UUID> at(UUID outlet) {
        addStock(outlet);
        goods(outlet);
        anOrderAt(outlet);
        return ids;
    }

    /** Two locations of the outlet, goods in one, some of them on their way to the other. */
    private void addStock(UUID outlet) {
        Shelf shelf = new Shelf(context, one);
        UUID variant = shelf.variant("IS-" + Stage.tail());
        String sku = Stage.one("select sku from core.variant where id = ?", variant);
        UUID store = shelf.location(beyond + "-1", outlet);
        UUID depot = shelf.location(beyond + "-2", outlet);
        shelf.receive(store, sku, 10);
        UUID transfer = stage.as(
                one.owner(),
                one,
                () -> context.getBean(Transfers.class)
                        .send(new TransferStock(store, depot, List.of(new ChangeStock.Line(sku, 3)), "")));
        ids.put("stock", variant);
        ids.put("locations", store);
        ids.put("transfers", transfer);
    }

    /** A product with all that hangs on it, and a channel of the outlet that others must not reach. */
    private void goods(UUID outlet) {
        stage.run(one.owner(), one, () -> {
            UUID brand = context.getBean(Brands.class).add(common + " Brand");
            Text name = new Text(common + " 杯", common + " Mug");
            UUID category = context.getBean(Categories.class).add(new Categories.Details(null, name, 1));
            Products products = context.getBean(Products.class);
            UUID product = products.add(
                    new ProductDetails(ProductKind.GOODS, name, Text.NONE, brand, category, List.of(), List.of()),
                    List.of(VariantDetails.of(new Sku(common + "-1"))));
            UUID image = context.getBean(Images.class).add(product, picture(), Text.NONE);
            var made = products.product(product);
            ids.put("brands", brand);
            ids.put(
                    "import",
                    context.getBean(ProductImport.class)
                            .check(
                                    common + ".csv",
                                    ("sku,title_en\n" + common + "-9,Imported\n").getBytes(StandardCharsets.UTF_8)));
            ids.put("categories", category);
            ids.put("products", product);
            ids.put("variant", made.variants().getFirst().id());
            ids.put("image", image);
            ids.put("file", made.images().getFirst().fileId());
            ids.put(
                    "price-lists",
                    context.getBean(PriceLists.class)
                            .add(new PriceListDetails(common + " Prices", null, "USD", null, null, true)));
            ids.put(
                    "channels",
                    context.getBean(Channels.class)
                            .add(new ChannelDetails("b", beyond + " Shop", ChannelKind.STORE, outlet, "USD", true, 0)));
        });
    }

    private static byte[] picture() {
        var out = new java.io.ByteArrayOutputStream();
        try {
            javax.imageio.ImageIO.write(
                    new java.awt.image.BufferedImage(4, 4, java.awt.image.BufferedImage.TYPE_INT_RGB), "png", out);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** An order of an outlet with a customer, units that are held, a line that waits for a person, and a saved view. */
    private void anOrderAt(UUID outlet) {
        Shop shop = new Shop(context, stage, one);
        String path = Stage.one("select path from core.org_node where id = ?", outlet);
        UUID channel = shop.channel(beyond + "-web", outlet, path);
        shop.stock(shop.goods(common + "-CUP", 1_500), shop.location(beyond + "-SITE", "330106", 1, outlet, path), 9);
        UUID customer = stage.as(
                one.owner(),
                one,
                () -> context.getBean(Customers.class)
                        .add(new CustomerDetails("person", beyond + " Cora", "13800000000", "", "", outlet)));
        Placement placed = stage.as(
                one.owner(),
                one,
                () -> context.getBean(Orders.class)
                        .place(Shop.order(
                                Source.CHANNEL,
                                channel,
                                beyond + "-1",
                                List.of(Shop.line(common + "-CUP", 1), Shop.line(beyond + "-NONE", 1)))));
        UUID order = ((Placement.Placed) placed).id();
        parcel(channel);
        ids.put("orders", order);
        ids.put("customers", customer);
        ids.put("line", Stage.one("select id from core.order_line where order_id = ? and variant_id is null", order));
        ids.put("reservation", Stage.one("select id from core.reservation where order_id = ?", order));
        ids.put("task", Stage.one("select id from core.order_task where order_id = ? limit 1", order));
        ids.put(
                "views",
                stage.as(
                        one.owner(),
                        one,
                        () -> context.getBean(SavedViews.class).save("orders", beyond + " view", "?view=held")));
    }

    /** What a location of the outlet has packed, of which one parcel has left, and the hand-over of the rest. */
    private void parcel(UUID channel) {
        Fulfilments fulfilments = context.getBean(Fulfilments.class);
        UUID order = stage.as(
                one.owner(),
                one,
                () -> ((Placement.Placed) context.getBean(Orders.class)
                                .place(Shop.order(
                                        Source.CHANNEL,
                                        channel,
                                        beyond + "-2",
                                        List.of(Shop.line(common + "-CUP", 2)))))
                        .id());
        stage.run(
                one.owner(),
                one,
                () -> context.getBean(OrderPayments.class).pay(order, new PlaceOrder.Payment("card", "", 3_000, null)));
        org.awaitility.Awaitility.await()
                .until(() -> !Stage.all("select id from core.fulfilment where order_id = ?", order)
                        .isEmpty());
        UUID fulfilment = Stage.one("select id from core.fulfilment where order_id = ?", order);
        UUID line = Stage.one("select line_id from core.fulfilment_line where fulfilment_id = ?", fulfilment);
        stage.run(one.owner(), one, () -> {
            fulfilments.accept(fulfilment);
            fulfilments.pack(fulfilment);
            ids.put(
                    "parcel",
                    fulfilments
                            .ship(fulfilment, List.of(new NewParcel("", "", Map.of(line, 1L))))
                            .getFirst());
        });
        ids.put("fulfilments", fulfilment);
        ids.put(
                "hand-overs",
                Stage.one("select id from core.hand_over where subject_id = ? and state = 'open'", fulfilment));
    }
}
