package io.storelane.order;

import io.storelane.channel.SellingChannel;
import io.storelane.inventory.Hold;
import io.storelane.inventory.Router;
import io.storelane.problem.Fault;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order that is checked and priced and not written yet.
 *
 * @param faults what is wrong with it; empty unless it is an order of a channel, which is stored all the same
 * @param expiresAt when the units that it holds go back; null = never
 */
record Draft(
        TenantId tenant,
        UUID id,
        String number,
        PlaceOrder command,
        SellingChannel channel,
        String currency,
        Instant placedAt,
        List<DraftLine> lines,
        Amounts amounts,
        List<Fault> faults,
        @Nullable Instant expiresAt,
        Actor actor,
        Router.Preference preference) {

    /** The same order with a wish where it ships from. */
    Draft preferring(Router.Preference other) {
        return new Draft(
                tenant, id, number, command, channel, currency, placedAt, lines, amounts, faults, expiresAt, actor,
                other);
    }

    record Amounts(long subtotal, long discount, long tax, long total, long paid) {}

    /** @param parentId the bundle line that a component belongs to */
    record DraftLine(
            UUID id,
            int position,
            String kind,
            @Nullable UUID parentId,
            @Nullable UUID variantId,
            String sku,
            String title,
            long quantity,
            long unitPrice,
            long discount,
            long tax,
            long total,
            int taxRate,
            List<PlaceOrder.Discount> shares) {

        /** True if units of stock have to be held for it. */
        boolean needsStock() {
            return variantId != null && (kind.equals("goods") || kind.equals("gift"));
        }
    }

    String externalId() {
        return command.externalId().isEmpty() ? id.toString() : Texts.kept(command.externalId(), 100);
    }

    boolean isFact() {
        return command.source() == Source.CHANNEL;
    }

    /** An order of a channel may take the units that are kept back for safety: it is sold already. */
    boolean keepsSafety() {
        return !isFact();
    }

    boolean mayBeShort() {
        return isFact() || command.allowBackorder();
    }

    /** True if it may be stored already: then its stock is not missing, it has it. */
    boolean isRepeatable() {
        return !command.externalId().isEmpty();
    }

    List<Router.Need> needs() {
        List<Router.Need> needs = new ArrayList<>();
        for (DraftLine line : lines) {
            if (line.needsStock()) {
                needs.add(new Router.Need(
                        line.position(), java.util.Objects.requireNonNull(line.variantId()), line.quantity()));
            }
        }
        return needs;
    }

    Router.Destination destination() {
        PlaceOrder.Address to = command.shipTo();
        return new Router.Destination(
                new Router.Place(to.country(), to.region(), to.province(), to.city()),
                channel.path(),
                placedAt,
                preference);
    }

    List<Hold> holds(Router.Plan plan) {
        Map<Integer, UUID> lineIds = new HashMap<>();
        lines.forEach(line -> lineIds.put(line.position(), line.id()));
        return plan.picks().stream()
                .map(pick -> new Hold(
                        tenant,
                        io.storelane.tenancy.Ids.next(),
                        id,
                        number,
                        java.util.Objects.requireNonNull(lineIds.get(pick.line())),
                        pick.variantId(),
                        pick.siteId(),
                        pick.units(),
                        pick.rule().code(),
                        pick.reason(),
                        expiresAt,
                        keepsSafety(),
                        actor))
                .toList();
    }

    /** The lines that nobody has in full, as faults that name them. */
    List<Fault> shortFaults(Router.Plan plan) {
        List<Fault> found = new ArrayList<>();
        for (DraftLine line : lines) {
            Long missing = plan.shortfall().get(line.position());
            if (missing != null) {
                found.add(Fault.of(
                        OrderProblem.SHORT,
                        "/lines/" + root(line) + "/quantity",
                        line.sku(),
                        line.quantity() - missing,
                        missing));
            }
        }
        return found;
    }

    /** Number of the caller's line that a line stands for: of a component, its bundle's. */
    private int root(DraftLine line) {
        int number = -1;
        for (DraftLine each : lines) {
            if (each.parentId() == null) {
                number++;
            }
            if (each.id().equals(line.id())) {
                break;
            }
        }
        return number;
    }
}
