package io.storelane.connector;

import io.storelane.plugin.api.channel.ChannelFault;
import io.storelane.plugin.api.channel.ConnectorForm;
import io.storelane.plugin.api.channel.Shipment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Parcels that the channel is to hear of, one by one. */
@Component
class ShipmentsOut {

    private static final Logger log = LoggerFactory.getLogger(ShipmentsOut.class);
    private static final int MOST = 20;
    private static final int PATIENCE = 5;

    private final JsonMapper json;

    ShipmentsOut(JsonMapper json) {
        this.json = json;
    }

    /** A parcel as it is kept until the channel has heard of it. */
    record Parcel(UUID id, String order, String carrier, String tracking, Instant at, Map<String, Long> units)
            implements Shipment {}

    /** @return true if there is more to do at once */
    boolean work(AccountRun run) throws AccountRun.Unsaid {
        if (!run.does(ConnectorForm.Feature.SHIPMENTS)) {
            run.tools
                    .transaction()
                    .executeWithoutResult(_ -> run.tools.ledger().drop(run.account.id(), Ledger.Kind.SHIPMENT));
            return false;
        }
        boolean more = work(run, false);
        more |= work(run, true);
        return more;
    }

    private boolean work(AccountRun run, boolean tried) throws AccountRun.Unsaid {
        List<Ledger.Entry> due = Objects.requireNonNull(run.tools
                .transaction()
                .execute(_ -> run.tools.ledger().due(run.account.id(), Ledger.Kind.SHIPMENT, tried, MOST)));
        for (Ledger.Entry record : due) {
            tell(run, record);
        }
        return due.size() >= MOST;
    }

    private void tell(AccountRun run, Ledger.Entry record) throws AccountRun.Unsaid {
        Parcel parcel = json.readValue(record.data(), Parcel.class);
        try {
            run.call(record.label(), (connector, context) -> {
                connector.shipped(context, run.connected(), parcel);
                return true;
            });
            run.shipments++;
            run.tools.transaction().executeWithoutResult(_ -> run.tools.ledger().done(List.of(record)));
        } catch (ChannelFault fault) {
            run.failed++;
            Cause cause = run.tools.causes().of(run.account.plugin(), fault);
            run.tools.transaction().executeWithoutResult(_ -> run.tools.ledger().failed(record, cause));
        } catch (AccountRun.Unsaid e) {
            log.warn("Parcel {} of account {} could not be told", record.name(), run.account.id(), e.getCause());
            run.again(record, e, PATIENCE);
        }
    }
}
