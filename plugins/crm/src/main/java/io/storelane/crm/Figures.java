package io.storelane.crm;

import io.storelane.plugin.api.Metric;
import java.sql.Timestamp;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Transactional;

/** What is counted of some days. */
@Repository
@Transactional(readOnly = true)
class Figures {

    private final JdbcClient db;

    Figures(JdbcClient db) {
        this.db = db;
    }

    /** Customers whose first order, of those that were not cancelled, came then. */
    long firstBuyers(Metric.Days days) {
        return count(
                "select count(*) from plugin_crm.profile where first_order_at >= :begin and first_order_at < :end",
                days);
    }

    /** Tasks that were closed then, with whatever outcome. */
    long closedTasks(Metric.Days days) {
        return count("select count(*) from plugin_crm.task where closed_at >= :begin and closed_at < :end", days);
    }

    /** What customers ordered then who had ordered before, in minor units by currency. */
    Map<String, Long> repeatSales(Metric.Days days) {
        Map<String, Long> sales = new HashMap<>();
        asked("""
                        select o.currency, sum(o.total) from plugin_crm.known_order o
                        join plugin_crm.profile p on p.customer_id = o.customer_id and p.first_order_at < o.placed_at
                        where o.placed_at >= :begin and o.placed_at < :end and not o.cancelled group by o.currency""", days).query(rs -> {
            sales.put(rs.getString(1), rs.getLong(2));
        });
        return sales;
    }

    private long count(String sql, Metric.Days days) {
        return asked(sql, days).query(Long.class).single();
    }

    private JdbcClient.StatementSpec asked(String sql, Metric.Days days) {
        return db.sql(sql).param("begin", Timestamp.from(days.begin())).param("end", Timestamp.from(days.end()));
    }
}
