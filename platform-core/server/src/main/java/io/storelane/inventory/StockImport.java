package io.storelane.inventory;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.catalog.SkuView;
import io.storelane.catalog.Skus;
import io.storelane.job.JobHandler;
import io.storelane.job.JobItem;
import io.storelane.job.Jobs;
import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Changes of many levels from a file, each row for itself: a job with a result for each. */
@Service
public class StockImport {

    /** Rows that a file may have: all of them are read for each. */
    public static final int MOST_ROWS = 2_000;

    static final String KIND = "stock.import";

    /** What the numbers of a file mean. */
    public enum Meaning {
        /** What was counted. */
        COUNT,
        /** How many are kept back. */
        SAFETY,
        /** What has arrived. */
        RECEIVE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param location its code */
    public record Row(String sku, String location, long units) {}

    private final Jobs jobs;

    StockImport(Jobs jobs) {
        this.jobs = jobs;
    }

    /**
     * Starts the job.
     *
     * @param reference number of the paper behind it; may be empty
     * @return the job
     * @throws ProblemException without rows, or with too many
     */
    @Transactional
    public UUID start(Meaning meaning, List<Row> rows, String reference) {
        Access.current().require(Permission.STOCK_MANAGE);
        requireSome(rows);
        return jobs.start(
                KIND,
                Map.of("meaning", meaning.name(), "reference", reference, "rows", rows),
                rows.stream()
                        .map(r -> new Jobs.NewItem(null, r.sku() + " · " + r.location() + " · " + r.units()))
                        .toList());
    }

    static void requireSome(List<Row> rows) {
        if (rows.isEmpty()) {
            throw new ProblemException(InventoryProblem.FILE_EMPTY);
        }
        if (rows.size() > MOST_ROWS) {
            throw new ProblemException(InventoryProblem.FILE_LONG, MOST_ROWS);
        }
    }

    /** Does one row of a file. */
    @Service
    static class Handler implements JobHandler {

        private final Stock stock;
        private final Locations locations;
        private final Skus skus;

        Handler(Stock stock, Locations locations, Skus skus) {
            this.stock = stock;
            this.locations = locations;
            this.skus = skus;
        }

        @Override
        public Set<String> kinds() {
            return Set.of(KIND);
        }

        @Override
        public void handle(JobItem item) {
            Map<?, ?> row = (Map<?, ?>) ((List<?>) item.params().getOrDefault("rows", List.of())).get(item.position());
            String sku = String.valueOf(row.get("sku"));
            long units = Long.parseLong(String.valueOf(row.get("units")));
            String code = String.valueOf(row.get("location"));
            UUID location = locations
                    .byCode(code)
                    .map(LocationView::id)
                    .orElseThrow(() -> new ProblemException(InventoryProblem.LOCATION_CODE_UNKNOWN, code));
            ChangeStock change = new ChangeStock(
                    location,
                    List.of(new ChangeStock.Line(sku, units)),
                    String.valueOf(item.params().getOrDefault("reference", "")),
                    "");
            switch (Meaning.valueOf(String.valueOf(item.params().get("meaning")))) {
                case COUNT -> stock.count(change);
                case RECEIVE -> stock.receive(change);
                case SAFETY -> {
                    SkuView known = skus.bySku(List.of(sku)).get(sku);
                    if (known == null) {
                        throw new ProblemException(InventoryProblem.SKU_UNKNOWN, sku);
                    }
                    stock.keepBack(List.of(known.id()), List.of(location), units);
                }
            }
        }
    }
}
