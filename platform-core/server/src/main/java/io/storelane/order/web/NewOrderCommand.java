package io.storelane.order.web;

import io.storelane.order.OrderProblem;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Source;
import io.storelane.order.web.NewOrderForm.DiscountForm;
import io.storelane.order.web.NewOrderForm.LineForm;
import io.storelane.order.web.NewOrderForm.PaymentForm;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.validation.BindingResult;

/** Reads the form of a new order; what cannot be read becomes an error at its field, and so does what the door finds. */
final class NewOrderCommand {

    private static final long MOST = 999_999;

    /** What is not known while some numbers cannot be read. */
    private static final Set<ProblemCode> UNSURE = Set.of(
            OrderProblem.NO_LINES,
            OrderProblem.BAD_AMOUNT,
            OrderProblem.BELOW_FLOOR,
            OrderProblem.DISCOUNT_TOO_LARGE,
            OrderProblem.PAYMENT_TOO_LARGE);

    private final NewOrderForm form;
    private final BindingResult errors;
    private final String currency;
    private final ZoneId zone;

    /** For each line of the command, the row of the form that it came from. */
    private final List<Integer> rows = new ArrayList<>();

    /** The same for discounts and payments. */
    private final List<Integer> discountRows = new ArrayList<>();

    private final List<Integer> paymentRows = new ArrayList<>();

    /** @param zone of the times that are typed */
    NewOrderCommand(NewOrderForm form, BindingResult errors, String currency, ZoneId zone) {
        this.form = form;
        this.errors = errors;
        this.currency = currency;
        this.zone = zone;
    }

    PlaceOrder command(UUID channel) {
        return new PlaceOrder(
                Source.MANUAL,
                channel,
                form.reference(),
                placedAt(),
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
                discounts(),
                amount(form.shipping(), "shipping"),
                null,
                Boolean.TRUE.equals(form.backorder()),
                payments(),
                Given.id(form.sellerId()),
                Arrays.stream(form.tags().split("[,，]", -1))
                        .map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .distinct()
                        .toList(),
                form.note(),
                OrderSettingsPage.minutes(form.holdMinutes()));
    }

    private @Nullable Instant placedAt() {
        if (form.placedAt().isEmpty()) {
            return null;
        }
        try {
            return LocalDateTime.parse(form.placedAt()).atZone(zone).toInstant();
        } catch (DateTimeException _) {
            errors.rejectValue("placedAt", "problem.order.BAD_TIME");
            return null;
        }
    }

    private List<PlaceOrder.Payment> payments() {
        List<PlaceOrder.Payment> payments = new ArrayList<>();
        for (int i = 0; i < form.payments().size(); i++) {
            PaymentForm payment = form.payments().get(i);
            if (!payment.isEmpty()) {
                paymentRows.add(i);
                long amount = moreThanNothing(payment.amount(), "payments[" + i + "].amount");
                payments.add(new PlaceOrder.Payment(payment.method(), payment.reference(), amount, null));
            }
        }
        return payments;
    }

    private List<PlaceOrder.Discount> discounts() {
        List<PlaceOrder.Discount> discounts = new ArrayList<>();
        for (int i = 0; i < form.discounts().size(); i++) {
            DiscountForm discount = form.discounts().get(i);
            if (!discount.equals(DiscountForm.EMPTY)) {
                discountRows.add(i);
                long amount = moreThanNothing(discount.amount(), "discounts[" + i + "].amount");
                discounts.add(new PlaceOrder.Discount("", discount.label(), amount));
            }
        }
        return discounts;
    }

    private long moreThanNothing(String typed, String field) {
        long amount = amount(typed, field);
        if (amount == 0 && !errors.hasFieldErrors(field)) {
            errors.rejectValue(field, "order.amount.invalid");
        }
        return amount;
    }

    private List<PlaceOrder.Line> lines() {
        List<PlaceOrder.Line> lines = new ArrayList<>();
        for (int i = 0; i < form.lines().size(); i++) {
            LineForm line = form.lines().get(i);
            if (!line.sku().isEmpty()) {
                rows.add(i);
                lines.add(line(line, "lines[" + i + "]."));
            } else if (!line.equals(LineForm.EMPTY)) {
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
        long discount = amount(line.discount(), field + "discount");
        if (line.isGift() && ((price != null && price > 0) || discount > 0)) {
            errors.rejectValue(field + "price", "order.line.giftCosts");
        }
        return new PlaceOrder.Line(
                line.sku(), quantity, price, discount, taxRate(line, field), line.isGift(), line.title());
    }

    private @Nullable Integer taxRate(LineForm line, String field) {
        if (line.taxRate().isEmpty()) {
            return null;
        }
        Optional<Integer> rate = Given.rate(line.taxRate());
        if (rate.isEmpty()) {
            errors.rejectValue(field + "taxRate", "order.line.badTaxRate");
        }
        return rate.orElse(null);
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

    /** True if a fault of the command is one of the form, too, of which some fields could not be read. */
    boolean isSure(Fault fault) {
        return !UNSURE.contains(fault.code()) && !errors.hasFieldErrors(field(fault.path()));
    }

    /** The field of the form for a place in the command. */
    String field(String path) {
        String[] names = path.split("/", -1);
        if (names.length < 2) {
            return "";
        }
        return switch (names[1]) {
            case "lines" -> names.length < 3 ? "" : line(names);
            case "discounts" ->
                row("discounts", discountRows, names) + (names[names.length - 1].equals("label") ? "label" : "amount");
            case "payments" ->
                row("payments", paymentRows, names)
                        + switch (names[names.length - 1]) {
                            case "method", "reference" -> names[names.length - 1];
                            default -> "amount";
                        };
            case "externalId" -> "reference";
            case "tags" -> "tags";
            default -> EditForm.field(path);
        };
    }

    /** The first row for what is said of all together. */
    private static String row(String list, List<Integer> rows, String[] names) {
        return list + "[" + rows.get(names.length < 3 ? 0 : Integer.parseInt(names[2])) + "].";
    }

    private String line(String[] names) {
        int row = rows.get(Integer.parseInt(names[2]));
        String name = names.length < 4 ? "sku" : names[3];
        String shown = switch (name) {
            case "unitPrice" -> "price";
            case "quantity", "discount", "taxRate", "title" -> name;
            default -> "sku";
        };
        return "lines[" + row + "]." + shown;
    }
}
