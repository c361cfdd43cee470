package io.storelane.catalog;

import io.storelane.channel.ChannelDetails;
import io.storelane.channel.ChannelKind;
import io.storelane.channel.Channels;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Sample products of a coffee roaster, for a first look. */
@Component
public class CatalogDemo {

    private static final Text SIZE = new Text("规格", "Size");
    private static final Text COLOUR = new Text("颜色", "Colour");

    private final Products products;
    private final Variants variants;
    private final Images images;
    private final Brands brands;
    private final Categories categories;
    private final PriceLists lists;
    private final Prices prices;
    private final Channels channels;

    CatalogDemo(
            Products products,
            Variants variants,
            Images images,
            Brands brands,
            Categories categories,
            PriceLists lists,
            Prices prices,
            Channels channels) {
        this.products = products;
        this.variants = variants;
        this.images = images;
        this.brands = brands;
        this.categories = categories;
        this.lists = lists;
        this.prices = prices;
        this.channels = channels;
    }

    /** A variant of the samples; the price in minor units. */
    private record Item(String sku, @Nullable Text value, long weight, long price) {}

    /**
     * Fills the catalogue of the workspace; its owner does it.
     *
     * @param node where the shop stands that sells besides the direct channel
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void fill(UUID node) {
        UUID hill = brands.add("山丘 Hill");
        UUID kiln = brands.add("景德窑 Jingde Kiln");
        UUID coffee = category(null, "咖啡", "Coffee", 1);
        UUID beans = category(coffee, "咖啡豆", "Beans", 1);
        UUID drip = category(coffee, "挂耳咖啡", "Drip bags", 2);
        UUID ware = category(null, "器具", "Ware", 2);
        UUID cups = category(ware, "杯子", "Cups", 1);
        UUID service = category(null, "服务", "Services", 3);
        Text small = new Text("250 克", "250 g");
        Text large = new Text("1 千克", "1 kg");
        listed(
                goods("云南日晒咖啡豆", "Yunnan natural beans", hill, beans, SIZE),
                new Color(0x7c4a2d),
                List.of(new Item("HC-YN-250", small, 270, 6_800), new Item("HC-YN-1000", large, 1_050, 23_800)));
        listed(
                goods("埃塞俄比亚水洗咖啡豆", "Ethiopia washed beans", hill, beans, SIZE),
                new Color(0xb7791f),
                List.of(new Item("HC-ET-250", small, 270, 7_800), new Item("HC-ET-1000", large, 1_050, 27_800)));
        listed(
                goods("挂耳咖啡 10 包", "Drip bags, 10 pieces", hill, drip, null),
                new Color(0x2f855a),
                List.of(new Item("HC-DRIP-10", null, 140, 5_900)));
        Text white = new Text("月白", "Moon white");
        Text blue = new Text("霁蓝", "Sky blue");
        listed(
                goods("手作陶瓷马克杯", "Handmade mug", kiln, cups, COLOUR),
                new Color(0x2b6cb0),
                List.of(new Item("JD-MUG-W", white, 380, 8_800), new Item("JD-MUG-B", blue, 380, 9_800)));
        UUID course = listed(
                details(ProductKind.SERVICE, "手冲咖啡体验课", "Pour-over class", hill, service, null),
                new Color(0x6b46c1),
                List.of(new Item("HC-CLASS", null, 0, 19_900)));
        UUID box = draft(
                details(ProductKind.BUNDLE, "咖啡礼盒", "Gift box", hill, coffee, null),
                new Color(0x9b2c2c),
                List.of(new Item("HC-GIFT", null, 0, 15_800)));
        variants.setComponents(
                box, products.product(box).variants().getFirst().id(), Map.of("HC-YN-250", 1L, "JD-MUG-W", 1L));
        products.list(box);
        draft(
                goods("冷萃咖啡壶", "Cold brew bottle", kiln, ware, null),
                new Color(0x4a5568),
                List.of(new Item("JD-BREW", null, 620, 12_900)));
        UUID shop = channels.add(
                new ChannelDetails("west-lake", "西湖门店", ChannelKind.STORE, node, base().currency(), true, 2));
        prices.authorize(course, products.product(course).version(), true, List.of(shop));
    }

    private UUID category(@Nullable UUID parent, String zh, String en, int sort) {
        return categories.add(new Categories.Details(parent, new Text(zh, en), sort));
    }

    private static ProductDetails goods(String zh, String en, UUID brand, UUID category, @Nullable Text option) {
        return details(ProductKind.GOODS, zh, en, brand, category, option);
    }

    private static ProductDetails details(
            ProductKind kind, String zh, String en, UUID brand, UUID category, @Nullable Text option) {
        List<ProductOption> options = option == null
                ? List.of()
                : List.of(new ProductOption(
                        option,
                        option.equals(SIZE)
                                ? List.of(new Text("250 克", "250 g"), new Text("1 千克", "1 kg"))
                                : List.of(new Text("月白", "Moon white"), new Text("霁蓝", "Sky blue"))));
        return new ProductDetails(kind, new Text(zh, en), Text.NONE, brand, category, options, List.of());
    }

    private UUID listed(ProductDetails details, Color colour, List<Item> items) {
        UUID id = draft(details, colour, items);
        products.list(id);
        return id;
    }

    private UUID draft(ProductDetails details, Color colour, List<Item> items) {
        List<VariantDetails> made = new ArrayList<>();
        for (Item item : items) {
            Text value = item.value();
            made.add(new VariantDetails(
                    new Sku(item.sku()),
                    null,
                    value == null ? List.of() : List.of(value),
                    item.weight() == 0 ? null : item.weight(),
                    VariantDetails.Size.UNKNOWN,
                    true));
        }
        UUID id = products.add(details, made);
        images.add(id, cover(details.title().en(), colour), details.title());
        Map<String, UUID> bySku = prices.variants(items.stream().map(Item::sku).toList());
        Map<UUID, @Nullable Long> amounts = new HashMap<>();
        for (Item item : items) {
            amounts.put(java.util.Objects.requireNonNull(bySku.get(item.sku())), item.price());
        }
        prices.set(base().id(), null, amounts);
        return id;
    }

    private PriceList base() {
        return lists.all().getFirst();
    }

    private static byte[] cover(String title, Color colour) {
        BufferedImage picture = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(colour);
        graphics.fillRect(0, 0, 400, 400);
        graphics.setColor(new Color(255, 255, 255, 60));
        graphics.fillOval(90, 90, 220, 220);
        graphics.setColor(Color.WHITE);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 96));
        graphics.drawString(title.substring(0, 1), 165, 235);
        graphics.dispose();
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(picture, "png", out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
