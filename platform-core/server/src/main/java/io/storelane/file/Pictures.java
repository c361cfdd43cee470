package io.storelane.file;

import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Pictures of a tenant. What is kept is never what was sent: the picture is decoded and drawn anew, so neither a false label
 * nor anything hidden in the file gets through.
 */
@Service
public class Pictures {

    private static final Logger log = LoggerFactory.getLogger(Pictures.class);

    /** Bytes that the upload of a product's picture may have. */
    public static final int MAX_BYTES = 10 * 1024 * 1024;

    /** Bytes that the upload of a small picture may have, such as a logo. */
    public static final int MAX_SMALL_BYTES = 2 * 1024 * 1024;

    /** Purpose of a picture that waits for one; without, it goes after a day. */
    public static final String UPLOAD = "upload";

    private static final int SMALL_SIDE = 256;

    private final Database database;
    private final FileStore store;
    private final Entitlements entitlements;
    private final Clock clock;

    Pictures(Database database, FileStore store, Entitlements entitlements, Clock clock) {
        this.database = database;
        this.store = store;
        this.entitlements = entitlements;
        this.clock = clock;
    }

    /**
     * A stored picture: PNG, or JPEG if it is a photograph.
     *
     * @param sha256 of the content, in hexadecimal
     */
    public record Picture(UUID id, String mediaType, String sha256, byte[] content) {}

    /** A kept picture without its content, which {@link #read} fetches outside of a transaction. */
    public record Found(UUID id, String mediaType, String sha256) {}

    /** A picture that was decoded and drawn anew, ready to be stored. */
    public static final class Upload {

        private final Redraw.Drawn full;
        private final List<Smaller> smaller;

        private Upload(Redraw.Drawn full, List<Smaller> smaller) {
            this.full = full;
            this.smaller = smaller;
        }
    }

    private record Smaller(PictureSize size, Redraw.Drawn drawn) {}

    /**
     * Draws a picture anew in all sizes. Takes up to a second, so it is done before a transaction begins.
     *
     * @throws ProblemException if it is too large, or no picture
     */
    public static Upload draw(byte[] upload) {
        BufferedImage picture = picture(upload, MAX_BYTES);
        return new Upload(
                Redraw.copy(picture, PictureSize.FULL.side(), true),
                List.of(smaller(picture, PictureSize.DETAIL), smaller(picture, PictureSize.LIST)));
    }

    private static Smaller smaller(BufferedImage picture, PictureSize size) {
        return new Smaller(size, Redraw.copy(picture, size.side(), true));
    }

    private static BufferedImage picture(byte[] upload, int maxBytes) {
        if (upload.length > maxBytes) {
            throw new ProblemException(FileProblem.TOO_LARGE, maxBytes / 1024 / 1024);
        }
        return Redraw.read(upload);
    }

    /** Keeps a picture as PNG, scaled to 256 pixels at most. @return its id */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID storeSmall(String purpose, byte[] upload) {
        BufferedImage picture = picture(upload, MAX_SMALL_BYTES);
        return store(purpose, new Upload(Redraw.copy(picture, SMALL_SIDE, false), List.of()));
    }

    /** Keeps a picture in all its sizes. The plan counts the largest one. @return its id */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID store(String purpose, Upload upload) {
        TenantId tenant = Scope.currentTenant();
        requireSpace(upload.full.content().length);
        UUID id = Ids.next();
        try {
            database.core()
                    .sql("""
                            insert into core.file (tenant_id, id, purpose, media_type, size_bytes, sha256, created_by, created_at)
                            values (:tenant, :id, :purpose, :type, :size, :sha256, :by, :now)""")
                    .param("tenant", tenant.value())
                    .param("id", id)
                    .param("purpose", purpose)
                    .param("type", upload.full.mediaType())
                    .param("size", upload.full.content().length)
                    .param("sha256", keep(tenant, upload.full.content()))
                    .param("by", Actor.currentUser())
                    .param("now", Timestamp.from(clock.instant()))
                    .update();
            for (Smaller smaller : upload.smaller) {
                database.core()
                        .sql("""
                                insert into core.file_rendition (tenant_id, file_id, size, media_type, size_bytes, sha256)
                                values (:tenant, :file, :size, :type, :bytes, :sha256)""")
                        .param("tenant", tenant.value())
                        .param("file", id)
                        .param("size", smaller.size().code())
                        .param("type", smaller.drawn().mediaType())
                        .param("bytes", smaller.drawn().content().length)
                        .param("sha256", keep(tenant, smaller.drawn().content()))
                        .update();
            }
        } catch (DataAccessException | IOException e) {
            log.error("A picture could not be stored", e);
            throw new ProblemException(FileProblem.NOT_STORED);
        }
        return id;
    }

    /**
     * Gives a picture that the caller has uploaded its purpose.
     *
     * @throws ProblemException if there is none, or it has one already
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void claim(UUID id, String purpose) {
        int claimed = database.core()
                .sql(
                        "update core.file set purpose = :purpose where tenant_id = :tenant and id = :id and purpose = :upload"
                                + " and created_by = :by")
                .param("purpose", purpose)
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("upload", UPLOAD)
                .param("by", Actor.currentUser())
                .update();
        if (claimed == 0) {
            throw new ProblemException(FileProblem.NOT_FOUND);
        }
    }

    /** True if the caller has uploaded this picture and it has no purpose yet: nobody else may see it. */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean isOwnUpload(UUID id) {
        return database.core()
                .sql("select exists (select from core.file where tenant_id = :tenant and id = :id and purpose = :upload"
                        + " and created_by = :by)")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("upload", UPLOAD)
                .param("by", Actor.currentUser())
                .query(Boolean.class)
                .single();
    }

    private void requireSpace(long bytes) {
        long limit = entitlements.limit(Limit.STORAGE_BYTES);
        long used = database.core()
                .sql("select coalesce(sum(size_bytes), 0) from core.file where tenant_id = :tenant")
                .param("tenant", Scope.currentTenant().value())
                .query(Long.class)
                .single();
        if (used + bytes > limit) {
            throw new ProblemException(FileProblem.STORAGE_FULL);
        }
    }

    private String keep(TenantId tenant, byte[] content) throws IOException {
        String name = Sha256.of(content);
        store.put(tenant, name, content);
        return name;
    }

    /** @throws ProblemException if there is none */
    @Transactional(readOnly = true)
    public Found find(UUID id, PictureSize size) {
        return database.core()
                .sql("""
                        select f.id, coalesce(r.media_type, f.media_type) as media_type, coalesce(r.sha256, f.sha256) as sha256
                        from core.file f left join core.file_rendition r on r.tenant_id = f.tenant_id and r.file_id = f.id
                          and r.size = :size
                        where f.tenant_id = :tenant and f.id = :id""")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .param("size", size.code())
                .query((rs, _) ->
                        new Found(rs.getObject("id", UUID.class), rs.getString("media_type"), rs.getString("sha256")))
                .optional()
                .orElseThrow(() -> new ProblemException(FileProblem.NOT_FOUND));
    }

    /** The content of a picture. @throws ProblemException if the store has lost it */
    public Picture read(Found found) {
        try {
            return new Picture(
                    found.id(), found.mediaType(), found.sha256(), store.get(Scope.currentTenant(), found.sha256()));
        } catch (NoSuchFileException e) {
            log.error("The content of file {} is lost", found.id(), e);
            throw new ProblemException(FileProblem.NOT_FOUND);
        } catch (IOException e) {
            log.error("The content of file {} cannot be read", found.id(), e);
            throw new ProblemException(FileProblem.NOT_READ);
        }
    }

    /** Deletes a picture; its content goes with the next sweep. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(UUID id) {
        database.core()
                .sql("delete from core.file where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
    }
}
