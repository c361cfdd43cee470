package io.storelane.file;

import io.storelane.billing.Entitlements;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Contents of the tenant of the scope, kept for a module that has rows of its own for them ({@link KeptContents}). */
@Service
public class Contents {

    private static final Logger log = LoggerFactory.getLogger(Contents.class);

    private static final Map<String, String> ENDINGS = Map.of("image/png", ".png", "image/jpeg", ".jpg");

    private final FileStore store;
    private final Database database;
    private final Entitlements entitlements;

    Contents(FileStore store, Database database, Entitlements entitlements) {
        this.store = store;
        this.database = database;
        this.entitlements = entitlements;
    }

    /**
     * Keeps a content; the row that names it is written in the same transaction, or the sweep removes it.
     *
     * @return the name that it is kept under
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public String keep(byte[] content) {
        entitlements.lock(); // the sweep waits until the row is there
        String name = Sha256.of(content);
        try {
            store.put(Scope.currentTenant(), name, content);
            return name;
        } catch (IOException e) {
            log.error("A content could not be stored", e);
            throw new ProblemException(FileProblem.NOT_STORED);
        }
    }

    /**
     * A file that the tenant has.
     *
     * @param name of its content; lower-case hexadecimal SHA-256
     * @param ending of a file's name, with its dot
     * @param size bytes
     */
    public record Kept(String name, String ending, long size) {}

    /** Some of the tenant's files in the order of their names, each content once. @param after name; empty = from the first */
    @Transactional(propagation = Propagation.MANDATORY)
    public List<Kept> after(String after, int limit) {
        return database.core()
                .sql("""
                        select f.sha256, min(f.media_type) as media_type, min(f.size_bytes) as size_bytes from core.file f
                        where f.tenant_id = :tenant and f.sha256 > :after group by f.sha256 order by f.sha256 limit :limit""")
                .param("tenant", Scope.currentTenant().value())
                .param("after", after)
                .param("limit", limit)
                .query((rs, _) -> new Kept(
                        rs.getString("sha256"),
                        ENDINGS.getOrDefault(rs.getString("media_type"), ".bin"),
                        rs.getLong("size_bytes")))
                .list();
    }

    /** The content under this name. */
    public byte[] read(String name) {
        try {
            return store.get(Scope.currentTenant(), name);
        } catch (IOException e) {
            log.error("Content {} cannot be read", name, e);
            throw new ProblemException(FileProblem.NOT_READ);
        }
    }
}
