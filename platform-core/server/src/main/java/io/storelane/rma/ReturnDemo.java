package io.storelane.rma;

import io.storelane.inventory.HeldUnits;
import io.storelane.order.OrderFilter;
import io.storelane.order.OrderFulfilment;
import io.storelane.order.OrderList;
import io.storelane.order.OrderSummary;
import io.storelane.order.OrderView;
import io.storelane.order.Orders;
import io.storelane.problem.ProblemException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Returns for a workspace that is to look lively: some paid orders are delivered, and something of them comes back. */
@Component
public class ReturnDemo {

    private static final OrderFilter PAID =
            new OrderFilter("all", "", null, "paid", "allocated", null, null, "", null, null, "placed");
    private static final List<String> REASONS =
            List.of("damaged", "unwanted", "wrong_item", "defective", "unwanted", "unwanted");
    private static final List<String> NOTES = List.of("杯口有裂纹", "买多了", "收到的是深烘，订的是浅烘", "滤杯漏水", "", "已拆封使用");

    private static final int CANDIDATES = 30;

    private static final Logger log = LoggerFactory.getLogger(ReturnDemo.class);

    private final OrderList list;
    private final Orders orders;
    private final OrderFulfilment fulfilment;
    private final Returns returns;
    private final ReturnGoods goods;
    private final ReturnMoney money;
    private final TransactionTemplate transaction;

    ReturnDemo(
            OrderList list,
            Orders orders,
            OrderFulfilment fulfilment,
            Returns returns,
            ReturnGoods goods,
            ReturnMoney money,
            TransactionTemplate transactionTemplate) {
        this.list = list;
        this.orders = orders;
        this.fulfilment = fulfilment;
        this.returns = returns;
        this.goods = goods;
        this.money = money;
        this.transaction = transactionTemplate;
    }

    /** Takes the oldest orders that are paid and held whole. The caller acts as somebody who may all this. */
    public void seed() {
        int number = 0;
        for (OrderSummary one : list.find(PAID, "", CANDIDATES).rows()) {
            if (number == REASONS.size()) {
                return;
            }
            Orders.Whole order = orders.order(one.id());
            try {
                transaction.executeWithoutResult(_ -> deliver(order));
                giveBack(order, number);
                number++;
            } catch (ProblemException e) {
                log.info("An order of the sample data stays as it is: {}", e.code());
            }
        }
    }

    private void deliver(Orders.Whole order) {
        UUID id = order.order().id();
        Map<UUID, Map<UUID, Long>> byPlace = new LinkedHashMap<>();
        Map<UUID, String> codes = new HashMap<>();
        Map<UUID, Long> all = new LinkedHashMap<>();
        for (HeldUnits held : order.held()) {
            if (held.isHeld()) {
                byPlace.computeIfAbsent(held.locationId(), _ -> new LinkedHashMap<>())
                        .merge(held.lineId(), held.units(), Long::sum);
                codes.put(held.locationId(), held.locationCode());
                all.merge(held.lineId(), held.units(), Long::sum);
            }
        }
        byPlace.forEach((place, units) -> {
            fulfilment.begin(id, place, units);
            fulfilment.ship(id, place, codes.getOrDefault(place, ""), units);
        });
        fulfilment.delivered(id, all);
    }

    private void giveBack(Orders.Whole order, int number) {
        OrderView.Line line = order.lines().stream()
                .filter(OrderView.Line::needsStock)
                .findFirst()
                .orElseThrow();
        UUID place = order.held().getFirst().locationId();
        UUID id = returns.request(new RequestReturn(
                order.order().id(),
                number == 2 ? "exchange" : "refund",
                REASONS.get(number),
                NOTES.get(number),
                List.of(new RequestReturn.Line(line.id(), 1)),
                ""));
        if (number == REASONS.size() - 1) {
            returns.refuse(id, "已拆封的食品不支持退货");
            return;
        }
        if (number > 0) {
            returns.approve(id, place);
        }
        if (number > 1) {
            goods.receive(id, returns.rma(id).version(), null, Map.of(line.id(), 1L), false, "");
        }
        if (number > 2) {
            goods.inspect(
                    id,
                    returns.rma(id).version(),
                    List.of(new ReturnGoods.Found(line.id(), number % 2 == 0 ? 1 : 0, number % 2)),
                    "");
        }
        if (number > 3 && money.most(id).goods() > 0) {
            money.refund(id, returns.rma(id).version(), money.most(id).goods(), 0, "alipay", "DEMO-R-" + number);
        }
    }
}
