package io.storelane.order.web;

import io.storelane.order.PlaceOrder;
import io.storelane.order.Source;
import io.storelane.order.web.NewOrderForm.LineForm;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** Reads the form of a new order; what cannot be read becomes an error at its field, and so does what the door finds. */
final class NewOrderCommand {

    private static final long MOST = 999_999;

    private final NewOrderForm form;
    private final BindingResult errors;
    private final String currency;

    /** For each line of the command, the row of the form that it came from. */
    private final List<Integer> rows = new ArrayList<>();

    NewOrderCommand(NewOrderForm form, BindingResult errors, String currency) {
        this.form = form;
        this.errors = errors;
        this.currency = currency;
    }

    PlaceOrder command(UUID channel) {
        long discount = amount(form.discount(), "discount");
        return new PlaceOrder(
                Source.MANUAL,
                channel,
                form.reference(),
                null,
                "",
                Given.id(form.customerId()),
                new PlaceOrder.Buyer(form.buyerName(), form.buyerPhone(), form.buyerEmail()),
                new PlaceOrder.Address(
                        form.shipName(),
                        form.shipPhone(),
                        form.shipCountry(),
                        form.shipRegion(),
                        form.shipProvince(),
                        form.shipCity(),
                        form.shipDistrict(),
                        form.shipStreet(),
                        form.shipPostalCode()),
                new PlaceOrder.Invoice(form.invoiceKind(), form.invoiceTitle(), form.invoiceTaxNumber()),
                lines(),
                discount > 0 ? List.of(new PlaceOrder.Discount("", form.discountLabel(), discount)) : List.of(),
                amount(form.shipping(), "shipping"),
                null,
                Boolean.TRUE.equals(form.backorder()),
                List.of(),
                Given.id(form.sellerId()),
                Arrays.stream(form.tags().split("[,，]", -1))
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .distinct()
                        .toList(),
                form.note());
    }

    private List<PlaceOrder.Line> lines() {
        List<PlaceOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i < form.lines().size(); i++) {
            LineForm line = form.lines().get(i);
            if (!line.sku().isEmpty()) {
                rows.add(i);
                lines.add(line(line, "lines[" + i + "]."));
            } else if (!line.quantity().isEmpty() || !line.price().isEmpty()) {
                errors.rejectValue("lines[" + i + "].sku", "order.line.noSku");
            }
        }
        return lines;
    }

    private PlaceOrder.Line line(LineForm line, String field) {
        long quantity = line.quantity().isEmpty() ? 1 : Given.units(line.quantity());
        if (quantity < 1) {
            errors.rejectValue(field + "quantity", "problem.order.BAD_QUANTITY", new Object[] {line.sku(), MOST}, null);
        }
        @Nullable Long price = line.price().isEmpty() ? null : Long.valueOf(amount(line.price(), field + "price"));
        return new PlaceOrder.Line(
                line.sku(), quantity, price, amount(line.discount(), field + "discount"), 0, false, "");
    }

    /** 0 for an empty field. */
    private long amount(String typed, String field) {
        if (typed.isEmpty()) {
            return 0;
        }
        return Amounts.parse(typed, currency).orElseGet(() -> {
            errors.rejectValue(field, "order.amount.invalid");
            return 0L;
        });
    }

    /** The field of the form for a place in the command. */
    String field(String path) {
        String[] names = path.split("/", -1);
        if (names.length < 2) {
            return "";
        }
        return switch (names[1]) {
            case "lines" -> names.length < 3 ? "" : line(names);
            case "discounts" -> "discount";
            case "externalId" -> "reference";
            case "tags" -> "tags";
            default -> EditForm.field(path);
        };
    }

    private String line(String[] names) {
        int row = rows.get(Integer.parseInt(names[2]));
        String name = names.length < 4 ? "sku" : names[3];
        String shown = switch (name) {
            case "unitPrice" -> "price";
            case "quantity", "discount" -> name;
            default -> "sku";
        };
        return "lines[" + row + "]." + shown;
    }
}
