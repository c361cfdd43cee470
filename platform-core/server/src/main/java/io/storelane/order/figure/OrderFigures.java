package io.storelane.order.figure;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.access.Reach;
import io.storelane.metric.Figure;
import io.storelane.metric.Question;
import io.storelane.metric.Span;
import io.storelane.metric.Unit;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Key figures of orders by the day on which they were placed, as they are now: an order that is cancelled or refunded later changes the
 * figures of its own day, as it changes the list behind them.
 */
@Configuration(proxyBeanMethods = false)
class OrderFigures {

    /** What orders come to: of a day, a channel, a currency, or of several. */
    record Sums(long orders, long cancelled, long sales, long units, long refunded, long first, long repeat) {

        static final Sums NONE = new Sums(0, 0, 0, 0, 0, 0, 0);

        Sums plus(Sums o) {
            return new Sums(
                    orders + o.orders,
                    cancelled + o.cancelled,
                    sales + o.sales,
                    units + o.units,
                    refunded + o.refunded,
                    first + o.first,
                    repeat + o.repeat);
        }

        /** Rounded to the minor unit. */
        long average() {
            long sold = orders - cancelled;
            return sold == 0 ? 0 : Math.round((double) sales / sold);
        }
    }

    private record Row(LocalDate day, String channel, String currency, Sums sums) {}

    private record Days(Map<LocalDate, List<Row>> rows) {

        List<Row> of(Span span) {
            List<Row> found = new ArrayList<>();
            if (span.length() == 1) {
                found.addAll(rows.getOrDefault(span.from(), List.of()));
            } else {
                rows.forEach((day, some) -> {
                    if (span.contains(day)) {
                        found.addAll(some);
                    }
                });
            }
            return found;
        }
    }

    /** A figure of the kept sums. */
    private record Kept(
            OrderFigures figures,
            String code,
            int order,
            Unit unit,
            Function<Sums, Long> value,
            boolean hasDays,
            boolean lessIsBetter,
            String view)
            implements Figure {

        @Override
        public Permission permission() {
            return Permission.ORDERS_VIEW;
        }

        @Override
        public Map<String, Long> of(Question question, Span span) {
            Map<String, Sums> byCurrency = new LinkedHashMap<>();
            for (Row row : figures.days(question).of(span)) {
                byCurrency.merge(unit == Unit.MONEY ? row.currency() : "", row.sums(), Sums::plus);
            }
            return byCurrency.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> value.apply(e.getValue())));
        }

        @Override
        public List<Part> parts(Question question, Span span) {
            if (!code.equals("orders.sales")) {
                return List.of();
            }
            record Key(String channel, String currency) {}
            Map<Key, Long> parts = new HashMap<>();
            for (Row row : figures.days(question).of(span)) {
                parts.merge(new Key(row.channel(), row.currency()), row.sums().sales(), Long::sum);
            }
            return parts.entrySet().stream()
                    .filter(e -> e.getValue() != 0)
                    .map(e -> new Part(e.getKey().channel(), e.getKey().currency(), e.getValue()))
                    .sorted(java.util.Comparator.comparingLong(Part::value).reversed())
                    .toList();
        }

        @Override
        public String page(Span span) {
            return view.isEmpty() ? "" : "/orders?view=" + view + "&from=" + span.from() + "&to=" + span.to();
        }
    }

    private final Database database;

    OrderFigures(Database database) {
        this.database = database;
    }

    @Bean
    Figure salesFigure() {
        return new Kept(this, "orders.sales", 10, Unit.MONEY, Sums::sales, true, false, "");
    }

    @Bean
    Figure ordersFigure() {
        return new Kept(this, "orders.placed", 20, Unit.COUNT, Sums::orders, true, false, "all");
    }

    @Bean
    Figure averageOrderFigure() {
        return new Kept(this, "orders.average", 30, Unit.MONEY, Sums::average, true, false, "");
    }

    @Bean
    Figure unitsFigure() {
        return new Kept(this, "orders.units", 40, Unit.COUNT, Sums::units, true, false, "");
    }

    @Bean
    Figure newCustomersFigure() {
        return new Kept(this, "customers.new", 50, Unit.COUNT, Sums::first, true, false, "");
    }

    @Bean
    Figure returningCustomersFigure() {
        return new Kept(this, "customers.returning", 60, Unit.COUNT, Sums::repeat, true, false, "");
    }

    @Bean
    Figure cancelledOrdersFigure() {
        return new Kept(this, "orders.cancelled", 70, Unit.COUNT, Sums::cancelled, true, true, "cancelled");
    }

    @Bean
    Figure refundsFigure() {
        return new Kept(this, "orders.refunded", 80, Unit.MONEY, Sums::refunded, true, true, "");
    }

    private Days days(Question question) {
        return question.once("order.days", () -> read(question.all()));
    }

    private Days read(Span span) {
        Reach reach = Access.current().reach(Permission.ORDERS_VIEW);
        // nodes, not paths, stand beside the sums: a node that moves takes its past along
        String nodes = reach.covers(Access.ROOT_PATH)
                ? ""
                : " join core.org_node n on n.tenant_id = d.tenant_id and n.id = d.node_id and "
                        + reach.filter("n.path");
        return new Days(database
                .core()
                .sql("""
                        select d.day, c.name as channel, d.currency, sum(d.orders) as orders, sum(d.cancelled) as cancelled,
                          sum(d.sales) as sales, sum(d.units) as units, sum(d.refunded) as refunded, sum(d.first_orders) as first,
                          sum(d.repeat_orders) as repeat
                        from core.order_day d
                        join core.channel c on c.tenant_id = d.tenant_id and c.id = d.channel_id""" + nodes
                        + " where d.tenant_id = :tenant and d.day >= :from and d.day <= :to"
                        + " group by d.day, d.channel_id, c.name, d.currency")
                .params(reach.params())
                .param("tenant", Scope.currentTenant().value())
                .param("from", Date.valueOf(span.from()))
                .param("to", Date.valueOf(span.to()))
                .query((rs, _) -> new Row(
                        rs.getDate("day").toLocalDate(),
                        rs.getString("channel"),
                        rs.getString("currency"),
                        new Sums(
                                rs.getLong("orders"),
                                rs.getLong("cancelled"),
                                rs.getLong("sales"),
                                rs.getLong("units"),
                                rs.getLong("refunded"),
                                rs.getLong("first"),
                                rs.getLong("repeat"))))
                .list()
                .stream()
                .collect(Collectors.groupingBy(Row::day)));
    }
}
