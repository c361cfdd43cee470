package io.storelane.plugin.service;

import io.storelane.access.Access;
import io.storelane.access.AccessProblem;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.channel.Channels;
import io.storelane.order.OrderChanges;
import io.storelane.order.Orders;
import io.storelane.order.PlaceOrder;
import io.storelane.order.Placement;
import io.storelane.order.Source;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.OrderDraft;
import io.storelane.plugin.api.OrderIntake;
import io.storelane.problem.Fault;
import io.storelane.problem.ProblemException;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Orders that plugins bring in from where they were sold. */
@Configuration(proxyBeanMethods = false)
class IntakeServices {

    private static final int LONGEST_NUMBER = 100;

    private record Placed(UUID id, String number, boolean known, boolean held) implements OrderIntake.Placed {}

    private record Intake(Orders orders, OrderChanges changes, Channels channels) implements OrderIntake {

        @Override
        public Placed place(NewOrder order) {
            Given.text("externalId", order.draft().externalId(), 1, LONGEST_NUMBER);
            requireChannel(order.draft().channel());
            PlaceOrder command = command(order.draft());
            Placement placement = TransactionSynchronizationManager.isActualTransactionActive()
                    ? orders.placeJoined(command)
                    : orders.place(command);
            return switch (placement) {
                case Placement.Placed placed ->
                    new IntakeServices.Placed(placed.id(), placed.number(), false, placed.held());
                case Placement.Known known -> new IntakeServices.Placed(known.id(), known.number(), true, false);
                case Placement.Refused(List<Fault> faults) -> throw refused(faults);
            };
        }

        /** The door takes orders of channels from everybody: it expects connectors alone. */
        private void requireChannel(UUID id) {
            Reach reach = Access.current().require(Permission.ORDERS_MANAGE);
            channels.selling(id).filter(c -> !reach.covers(c.path())).ifPresent(_ -> {
                throw new ProblemException(AccessProblem.NOT_ALLOWED, Permission.ORDERS_MANAGE.key());
            });
        }

        @Override
        public void cancel(UUID order, String reason) {
            changes.cancel(order, reason);
        }
    }

    @Bean
    PublishedService<OrderIntake> intakeService(Orders orders, OrderChanges changes, Channels channels) {
        return new PublishedService<>(
                "orders.write",
                OrderIntake.class,
                Permission.ORDERS_MANAGE,
                _ -> new Intake(orders, changes, channels));
    }

    private static ProblemException refused(List<Fault> faults) {
        Fault first = faults.getFirst();
        return ProblemException.of(faults, first.code(), first.args().toArray());
    }

    private static PlaceOrder command(OrderDraft draft) {
        return new PlaceOrder(
                Source.CHANNEL,
                draft.channel(),
                draft.externalId(),
                draft.placedAt(),
                draft.currency(),
                null,
                new PlaceOrder.Buyer(draft.buyerName(), draft.buyerPhone(), draft.buyerEmail()),
                draft.shipTo() == null ? PlaceOrder.Address.NOWHERE : PlaceOrder.Address.of(draft.shipTo()::part),
                PlaceOrder.Invoice.NONE,
                draft.lines().stream()
                        .map(l -> new PlaceOrder.Line(l.sku(), l.quantity(), l.unitPrice(), 0, null, false, ""))
                        .toList(),
                draft.discounts().stream()
                        .map(d -> new PlaceOrder.Discount(d.code(), d.label(), d.amount()))
                        .toList(),
                draft.shipping(),
                null,
                true,
                draft.payments().stream()
                        .map(p -> new PlaceOrder.Payment(p.method(), p.reference(), p.amount(), draft.placedAt()))
                        .toList(),
                null,
                List.of(),
                draft.note(),
                null);
    }
}
