package io.storelane.file;

import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.SqlArrayValue;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** Files as they were sent, kept in pieces of some megabytes: no more of one is in memory. Each piece is a file of its own. */
@Service
public class Uploads {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);

    static final int PIECE = 4 * 1024 * 1024;

    private static final String MEDIA_TYPE = "application/octet-stream";

    /** Who keeps what is kept in the background. */
    private static final UUID NOBODY = new UUID(0, 0);

    private final Database database;
    private final FileStore store;
    private final Entitlements entitlements;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Uploads(
            Database database,
            FileStore store,
            Entitlements entitlements,
            TransactionTemplate transactionTemplate,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.entitlements = entitlements;
        this.transaction = transactionTemplate;
        this.clock = clock;
    }

    /**
     * Keeps a file, a piece in a transaction of its own.
     *
     * @return ids of its pieces, in order
     * @throws ProblemException if the plan has no room for it, or the store did not take it: what was kept so far is removed then
     */
    public List<UUID> keep(String purpose, Path file) {
        List<UUID> pieces = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            for (byte[] piece = in.readNBytes(PIECE); piece.length > 0; piece = in.readNBytes(PIECE)) {
                byte[] content = piece;
                pieces.add(java.util.Objects.requireNonNull(transaction.execute(_ -> keep(purpose, content))));
            }
            return pieces;
        } catch (IOException e) {
            log.error("An upload could not be stored", e);
            transaction.executeWithoutResult(_ -> delete(pieces));
            throw new ProblemException(FileProblem.NOT_STORED);
        } catch (RuntimeException e) {
            transaction.executeWithoutResult(_ -> delete(pieces));
            throw e;
        }
    }

    /** Keeps a file that is not in use yet: it goes after a day, unless {@link #use} says what it is for. */
    public List<UUID> keep(Path file) {
        return keep(Pictures.UPLOAD, file);
    }

    /** Says what pieces are for that were kept without. @throws ProblemException if they are there no more */
    @Transactional
    public void use(List<UUID> pieces, String purpose) {
        int used = database.core()
                .sql(
                        "update core.file set purpose = :purpose where tenant_id = :tenant and id = any(:ids) and purpose = :upload")
                .param("tenant", Scope.currentTenant().value())
                .param("purpose", purpose)
                .param("ids", new SqlArrayValue("uuid", pieces.toArray()))
                .param("upload", Pictures.UPLOAD)
                .update();
        if (used != pieces.size()) {
            throw new ProblemException(FileProblem.NOT_STORED);
        }
    }

    private UUID keep(String purpose, byte[] content) {
        TenantId tenant = Scope.currentTenant();
        long limit = entitlements.limit(Limit.STORAGE_BYTES); // makes the sweep wait, too
        long used = database.core()
                .sql("select coalesce(sum(size_bytes), 0) from core.file where tenant_id = :tenant")
                .param("tenant", tenant.value())
                .query(Long.class)
                .single();
        if (used + content.length > limit) {
            throw new ProblemException(FileProblem.STORAGE_FULL);
        }
        UUID id = Ids.next();
        String name = Sha256.of(content);
        try {
            store.put(tenant, name, content);
        } catch (IOException e) {
            log.error("An upload could not be stored", e);
            throw new ProblemException(FileProblem.NOT_STORED);
        }
        database.core()
                .sql("""
                        insert into core.file (tenant_id, id, purpose, media_type, size_bytes, sha256, created_by, created_at)
                        values (:tenant, :id, :purpose, :type, :size, :sha256, :by, :now)""")
                .param("tenant", tenant.value())
                .param("id", id)
                .param("purpose", purpose)
                .param("type", MEDIA_TYPE)
                .param("size", content.length)
                .param("sha256", name)
                .param("by", Optional.ofNullable(Actor.current().userId()).orElse(NOBODY))
                .param("now", Timestamp.from(clock.instant()))
                .update();
        return id;
    }

    /** Writes a file that was kept. @throws ProblemException if the store has lost a piece of it */
    public void copy(List<UUID> pieces, OutputStream out) throws IOException {
        Map<UUID, String> names = new HashMap<>();
        transaction.executeWithoutResult(_ -> database.core()
                .sql("select id, sha256 from core.file where tenant_id = :tenant and id = any(:ids)")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", pieces.toArray()))
                .query((rs, _) -> names.put(rs.getObject(1, UUID.class), rs.getString(2)))
                .list());
        for (UUID piece : pieces) {
            String name = names.get(piece);
            if (name == null) {
                throw new ProblemException(FileProblem.NOT_FOUND);
            }
            byte[] content;
            try {
                content = store.get(Scope.currentTenant(), name);
            } catch (IOException e) {
                log.error("The content of file {} cannot be read", piece, e);
                throw new ProblemException(FileProblem.NOT_READ);
            }
            out.write(content);
        }
    }

    /** Deletes all that were kept for this purpose before this moment; their content goes with the next sweep. */
    @Transactional
    public void forget(String purpose, Instant before) {
        database.core()
                .sql("delete from core.file where tenant_id = :tenant and purpose = :purpose and created_at < :before")
                .param("tenant", Scope.currentTenant().value())
                .param("purpose", purpose)
                .param("before", Timestamp.from(before))
                .update();
    }

    /** Deletes a file; its content goes with the next sweep. */
    @Transactional
    public void remove(List<UUID> pieces) {
        delete(pieces);
    }

    private void delete(List<UUID> pieces) {
        database.core()
                .sql("delete from core.file where tenant_id = :tenant and id = any(:ids)")
                .param("tenant", Scope.currentTenant().value())
                .param("ids", new SqlArrayValue("uuid", pieces.toArray()))
                .update();
    }
}
