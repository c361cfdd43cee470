package io.storelane.plugin.service;

import io.storelane.access.Permission;
import io.storelane.catalog.ProductRecords;
import io.storelane.inventory.Availability;
import io.storelane.inventory.ChangeStock;
import io.storelane.inventory.Stock;
import io.storelane.inventory.StockRecords;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.SnapshotSource;
import io.storelane.plugin.api.Catalogue;
import io.storelane.plugin.api.StockBook;
import io.storelane.plugin.api.StockChanges;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Products and stock, as plugins read and change them. */
@Configuration(proxyBeanMethods = false)
class GoodsServices {

    private record Product(
            UUID id,
            String kind,
            String state,
            String titleZh,
            String titleEn,
            @Nullable UUID brand,
            @Nullable UUID category,
            Instant updatedAt,
            long version,
            List<Catalogue.Variant> variants)
            implements Catalogue.Product {

        @Override
        public String title(Locale locale) {
            boolean chinese = locale.getLanguage().equals("zh");
            String first = chinese ? titleZh : titleEn;
            return first.isEmpty() ? (chinese ? titleEn : titleZh) : first;
        }
    }

    private record Variant(
            UUID id,
            String sku,
            String gtin,
            boolean active,
            @Nullable Long weight,
            long version) implements Catalogue.Variant {}

    private record Level(
            UUID variant, String sku, UUID location, String locationCode, long onHand, long reserved, long safety)
            implements StockBook.Level {}

    private record Goods(ProductRecords records) implements Catalogue {

        @Override
        public Optional<Catalogue.Product> find(UUID id) {
            return Given.ifAllowed(Optional.empty(), () -> records.find(id).map(GoodsServices::product));
        }

        @Override
        public Optional<Catalogue.Product> withSku(String sku) {
            return Given.ifAllowed(Optional.empty(), () -> records.withSku(sku).map(GoodsServices::product));
        }

        @Override
        public List<Catalogue.Product> page(@Nullable UUID after, int most) {
            return products(records.after(after, Given.atMost(most, MOST)));
        }
    }

    private record Book(StockRecords records, Availability availability) implements StockBook {

        @Override
        public List<StockBook.Level> levels(UUID variant) {
            return read(records.of(variant));
        }

        @Override
        public List<StockBook.Level> page(StockBook.@Nullable Level after, int most) {
            int asked = Given.atMost(most, MOST);
            return read(after == null ? records.first(asked) : records.after(after.variant(), after.location(), asked));
        }

        @Override
        public Map<UUID, Long> promised(UUID channel, Collection<UUID> variants) {
            return availability.atp(channel, variants);
        }
    }

    private record Changes(Stock stock) implements StockChanges {

        @Override
        public void adjust(UUID location, Map<String, Long> units, String reference, String note) {
            stock.adjust(change(location, units, reference, note));
        }

        @Override
        public void count(UUID location, Map<String, Long> units, String reference, String note) {
            stock.count(change(location, units, reference, note));
        }

        private static ChangeStock change(UUID location, Map<String, Long> units, String reference, String note) {
            return new ChangeStock(
                    location,
                    units.entrySet().stream()
                            .map(e -> new ChangeStock.Line(e.getKey(), e.getValue()))
                            .toList(),
                    reference,
                    note);
        }
    }

    @Bean
    PublishedService<Catalogue> catalogueService(ProductRecords records) {
        return new PublishedService<>(
                "products.read", Catalogue.class, Permission.PRODUCTS_VIEW, _ -> new Goods(records));
    }

    @Bean
    PublishedService<StockBook> stockService(StockRecords records, Availability availability) {
        return new PublishedService<>(
                "stock.read", StockBook.class, Permission.STOCK_VIEW, _ -> new Book(records, availability));
    }

    @Bean
    PublishedService<StockChanges> stockChangesService(Stock stock) {
        return new PublishedService<>(
                "stock.write", StockChanges.class, Permission.STOCK_MANAGE, _ -> new Changes(stock));
    }

    @Bean
    SnapshotSource<Catalogue.Product> productSnapshot(ProductRecords records) {
        return SnapshotSource.byId(
                "products.read",
                Catalogue.Product.class,
                (after, most) -> products(records.after(after, most)),
                Catalogue.Product::id);
    }

    @Bean
    SnapshotSource<StockBook.Level> levelSnapshot(StockRecords records) {
        return new SnapshotSource<>(
                "stock.read",
                StockBook.Level.class,
                (position, most) -> {
                    int middle = position.indexOf('/');
                    return read(
                            middle < 0
                                    ? records.first(most)
                                    : records.after(
                                            UUID.fromString(position.substring(0, middle)),
                                            UUID.fromString(position.substring(middle + 1)),
                                            most));
                },
                level -> level.variant() + "/" + level.location());
    }

    private static List<Catalogue.Product> products(List<ProductRecords.Told> records) {
        return records.stream().map(GoodsServices::product).toList();
    }

    private static Catalogue.Product product(ProductRecords.Told p) {
        return new Product(
                p.id(),
                p.kind(),
                p.state(),
                p.title().zh(),
                p.title().en(),
                p.brand(),
                p.category(),
                p.updatedAt(),
                p.version(),
                p.variants().stream()
                        .<Catalogue.Variant>map(
                                v -> new Variant(v.id(), v.sku(), v.gtin(), v.active(), v.weight(), v.version()))
                        .toList());
    }

    private static List<StockBook.Level> read(List<StockRecords.Told> records) {
        return records.stream()
                .<StockBook.Level>map(l -> new Level(
                        l.variant(), l.sku(), l.location(), l.locationCode(), l.onHand(), l.reserved(), l.safety()))
                .toList();
    }
}
