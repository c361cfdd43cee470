package io.storelane.inventory.web;

import io.storelane.inventory.TransferStock;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** What to send from where to where; rows left empty are no lines. */
@SuppressWarnings("MultipleNullnessAnnotations") // empty until chosen, and refused if it stays so
record TransferForm(
        @NotNull @Nullable UUID fromId,

        @NotNull @Nullable UUID toId,

        @Valid List<StockForm.Row> lines,
        @Size(max = 500) String note) {

    TransferForm(
            @Nullable UUID fromId, @Nullable UUID toId, @Nullable List<StockForm.Row> lines, @Nullable String note) {
        this.fromId = fromId;
        this.toId = toId;
        this.lines = rows(lines).lines();
        this.note = note == null ? "" : note;
    }

    private static StockForm rows(@Nullable List<StockForm.Row> lines) {
        return new StockForm(null, lines, "", "");
    }

    static TransferForm of(@Nullable UUID fromId, String sku) {
        return new TransferForm(fromId, null, List.of(new StockForm.Row(sku, "")), "");
    }

    TransferForm withMore() {
        return new TransferForm(fromId, toId, rows(lines).withMore().lines(), note);
    }

    void check(BindingResult result) {
        rows(lines).check(result);
    }

    TransferStock command() {
        return new TransferStock(
                Objects.requireNonNull(fromId),
                Objects.requireNonNull(toId),
                rows(lines).units(),
                note);
    }
}
