package io.storelane.inventory.web;

import io.storelane.inventory.ChangeStock;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** What was done to the stock of a location; rows left empty are no lines. */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record StockForm(
        @NotNull @Nullable UUID locationId,

        @Valid List<Row> lines,
        @Size(max = 100) String reference,
        @Size(max = 500) String note) {

    private static final int ROWS = 5;
    private static final int MOST = 200;

    record Row(
            @Size(max = 100) String sku,
            @Pattern(regexp = "|-?\\d{1,10}") String quantity) {

        Row {
            sku = sku == null ? "" : sku;
            quantity = quantity == null ? "" : quantity;
        }

        boolean empty() {
            return sku.isEmpty() && quantity.isEmpty();
        }
    }

    /** Rows that are filled in come first, so that the place of a fault among the lines is that of its row. */
    StockForm(@Nullable UUID locationId, @Nullable List<Row> lines, @Nullable String reference, @Nullable String note) {
        List<Row> rows = new ArrayList<>(lines == null ? List.of() : lines);
        int shown = Math.clamp(rows.size(), ROWS, MOST);
        rows.removeIf(row -> row == null || row.empty()); // a row that was not sent is null
        while (rows.size() < shown) {
            rows.add(new Row("", ""));
        }
        this.locationId = locationId;
        this.lines = List.copyOf(rows.subList(0, Math.min(MOST, rows.size())));
        this.reference = reference == null ? "" : reference;
        this.note = note == null ? "" : note;
    }

    static StockForm of(@Nullable UUID locationId, String sku) {
        return new StockForm(locationId, List.of(new Row(sku, "")), "", "");
    }

    /** The same with more empty rows. */
    StockForm withMore() {
        List<Row> more = new ArrayList<>(lines);
        for (int i = 0; i < ROWS; i++) {
            more.add(new Row("", ""));
        }
        return new StockForm(locationId, more, reference, note);
    }

    /** Each row that is used has both. */
    void check(BindingResult result) {
        for (int i = 0; i < lines.size(); i++) {
            Row row = lines.get(i);
            if (!row.empty() && row.sku().isEmpty()) {
                result.rejectValue("lines[" + i + "].sku", "NotBlank");
            }
            if (!row.empty() && row.quantity().isEmpty()) {
                result.rejectValue("lines[" + i + "].quantity", "NotBlank");
            }
        }
    }

    List<ChangeStock.Line> units() {
        return lines.stream()
                .filter(row -> !row.empty())
                .map(row -> new ChangeStock.Line(row.sku(), Long.parseLong(row.quantity())))
                .toList();
    }

    ChangeStock command() {
        return new ChangeStock(Objects.requireNonNull(locationId), units(), reference, note);
    }
}
