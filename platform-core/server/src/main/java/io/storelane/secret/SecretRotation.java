package io.storelane.secret;

import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Gives each workspace a new key and seals its secrets anew, while servers run. Interrupted, it is simply run again. */
@Component
class SecretRotation {

    private static final Logger log = LoggerFactory.getLogger(SecretRotation.class);

    private final Secrets secrets;
    private final Database database;
    private final TransactionTemplate transaction;

    SecretRotation(Secrets secrets, Database database, TransactionTemplate transactionTemplate) {
        this.secrets = secrets;
        this.database = database;
        this.transaction = transactionTemplate;
    }

    /** @return how many secrets were sealed anew */
    long run() {
        List<UUID> tenants =
                Scope.PLATFORM.call(() -> Objects.requireNonNull(transaction.execute(_ -> database.platform()
                        .sql("select id from platform.tenant order by id")
                        .query((rs, _) -> rs.getObject(1, UUID.class))
                        .list())));
        long done = 0;
        int failed = 0;
        for (UUID tenant : tenants) {
            try {
                done += Scope.tenant(new TenantId(tenant)).call(this::rotate);
            } catch (RuntimeException e) {
                failed++;
                log.error("The secrets of tenant {} stay as they are", tenant, e);
            }
        }
        log.info("{} secrets of {} workspaces are sealed with new keys", done, tenants.size() - failed);
        if (failed > 0) {
            throw new IllegalStateException("The secrets of " + failed + " workspaces stay as they are, see above.");
        }
        return done;
    }

    private long rotate() {
        secrets.renewKey();
        long done = 0;
        int some = secrets.sealAnew();
        while (some > 0) {
            done += some;
            some = secrets.sealAnew();
        }
        return done;
    }
}
