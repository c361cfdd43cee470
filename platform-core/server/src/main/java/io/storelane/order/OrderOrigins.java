package io.storelane.order;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where orders came from, and of what they are: for those who keep channels up to date. Asks for no permission: what it tells is nobody's
 * personal data, and connectors have none.
 */
@Service
public class OrderOrigins {

    private final Database database;

    OrderOrigins(Database database) {
        this.database = database;
    }

    /**
     * @param externalId its number in the channel
     * @param live false once it is cancelled
     */
    public record Origin(UUID id, UUID channelId, String externalId, String number, boolean live) {}

    @Transactional(readOnly = true)
    public List<Origin> of(Collection<UUID> orders) {
        return database.core()
                .sql(SELECT + "id = any (?)")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", orders.toArray()))
                .query(OrderOrigins::origin)
                .list();
    }

    @Transactional(readOnly = true)
    public Optional<Origin> find(UUID channel, String externalId) {
        return database.core()
                .sql(SELECT + "channel_id = ? and external_id = ?")
                .param(Scope.currentTenant().value())
                .param(channel)
                .param(externalId)
                .query(OrderOrigins::origin)
                .optional();
    }

    private static final String SELECT =
            "select id, channel_id, external_id, number, state from core.sales_order where tenant_id = ? and ";

    private static Origin origin(java.sql.ResultSet rs, int row) throws java.sql.SQLException {
        return new Origin(
                rs.getObject("id", UUID.class),
                rs.getObject("channel_id", UUID.class),
                rs.getString("external_id"),
                rs.getString("number"),
                !rs.getString("state").equals("cancelled"));
    }

    /** Variants of which these orders have or had units. */
    @Transactional(readOnly = true)
    public List<UUID> variants(Collection<UUID> orders) {
        return database.core()
                .sql("""
                        select distinct variant_id from core.order_line
                        where tenant_id = ? and order_id = any (?) and variant_id is not null""")
                .param(Scope.currentTenant().value())
                .param(new SqlArrayValue("uuid", orders.toArray()))
                .query((rs, _) -> rs.getObject("variant_id", UUID.class))
                .list();
    }
}
