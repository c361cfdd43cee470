package io.storelane.file;

import io.storelane.billing.Entitlements;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.EmptyResultDataAccessException;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Removes from the store what no row names any more: files that were deleted, and those of uploads that were rolled back. Who
 * stores a file holds the tenant's lock from before the content is written until its row is committed; so does the sweep while it
 * looks again and removes.
 */
@Component
public class FileSweep {

    private static final Logger log = LoggerFactory.getLogger(FileSweep.class);

    private static final Duration UPLOADS_KEPT = Duration.ofDays(1);

    private final FileStore store;
    private final Database database;
    private final Entitlements entitlements;
    private final TransactionTemplate transaction;
    private final List<KeptContents> keepers;
    private final Clock clock;

    FileSweep(
            FileStore store,
            Database database,
            Entitlements entitlements,
            TransactionTemplate transactionTemplate,
            List<KeptContents> keepers,
            Clock clock) {
        this.keepers = keepers;
        this.clock = clock;
        this.store = store;
        this.database = database;
        this.entitlements = entitlements;
        this.transaction = transactionTemplate;
    }

    /** Sweeps the files of all tenants of this installation; what belongs to no tenant of it is left alone. */
    public void run() {
        try {
            for (TenantId tenant : store.tenants()) {
                Scope.tenant(tenant).run(() -> sweep(tenant));
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("The files could not be swept", e);
        }
    }

    private void sweep(TenantId tenant) {
        try {
            transaction.executeWithoutResult(_ -> {
                forgetUploads();
                keepers.forEach(KeptContents::expire);
            });
            store.names(tenant, names -> {
                if (!withoutRow(names).isEmpty()) {
                    remove(tenant, names);
                }
            });
        } catch (EmptyResultDataAccessException _) {
            log.debug("Nobody here knows tenant {}", tenant);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pictures that were uploaded and then not used. */
    private void forgetUploads() {
        database.core()
                .sql("delete from core.file where tenant_id = :tenant and purpose = :upload and created_at < :before")
                .param("tenant", Scope.currentTenant().value())
                .param("upload", Pictures.UPLOAD)
                .param("before", Timestamp.from(clock.instant().minus(UPLOADS_KEPT)))
                .update();
    }

    private void remove(TenantId tenant, List<String> names) {
        transaction.executeWithoutResult(_ -> {
            entitlements.lock();
            for (String name : withoutRow(names)) {
                try {
                    store.delete(tenant, name);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        });
    }

    private List<String> withoutRow(List<String> names) {
        Set<String> known = new HashSet<>();
        transaction.executeWithoutResult(_ -> {
            keepers.forEach(keeper -> known.addAll(keeper.among(names)));
            database.core()
                    .sql("""
                        select sha256 from core.file where tenant_id = :tenant and sha256 = any(:names)
                        union select sha256 from core.file_rendition where tenant_id = :tenant and sha256 = any(:names)""")
                    .param("tenant", Scope.currentTenant().value())
                    .param("names", new SqlArrayValue("text", names.toArray()))
                    .query((rs, _) -> known.add(rs.getString(1)))
                    .list();
        });
        List<String> free = new ArrayList<>(names);
        free.removeAll(known);
        return free;
    }
}
