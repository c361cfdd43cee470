package io.storelane.file;

import io.storelane.billing.Entitlements;
import io.storelane.billing.Limit;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Actor;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Iterator;
import java.util.Set;
import java.util.UUID;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
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

    /** Bytes that an upload may have. */
    public static final int MAX_BYTES = 2 * 1024 * 1024;

    private static final int MAX_SIDE = 6_000;
    private static final int KEPT_SIDE = 256;
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "jpg");

    private final Database database;
    private final Entitlements entitlements;
    private final Clock clock;

    Pictures(Database database, Entitlements entitlements, Clock clock) {
        this.database = database;
        this.entitlements = entitlements;
        this.clock = clock;
    }

    /** A stored picture: PNG, or JPEG if it is a photograph. */
    public record Picture(UUID id, String mediaType, byte[] content) {}

    private record Drawn(String mediaType, byte[] content) {}

    /** Keeps a picture as PNG, scaled to 256 pixels at most. @return its id */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID store(String purpose, byte[] upload) {
        return store(purpose, upload, KEPT_SIDE);
    }

    /**
     * Keeps a picture. A large one without transparent parts is kept as JPEG, any other as PNG.
     *
     * @param side pixels that the longer side has at most; a larger picture is scaled
     * @return its id
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID store(String purpose, byte[] upload, int side) {
        if (upload.length > MAX_BYTES) {
            throw new ProblemException(FileProblem.TOO_LARGE, MAX_BYTES / 1024 / 1024);
        }
        Drawn drawn = redraw(upload, side);
        UUID tenant = Scope.currentTenant().value();
        long limit = entitlements.limit(Limit.STORAGE_BYTES);
        long used = database.core()
                .sql("select coalesce(sum(size_bytes), 0) from core.file where tenant_id = :tenant")
                .param("tenant", tenant)
                .query(Long.class)
                .single();
        if (used + drawn.content().length > limit) {
            throw new ProblemException(FileProblem.STORAGE_FULL);
        }
        UUID id = Ids.next();
        try {
            insert(tenant, id, purpose, drawn);
        } catch (DataAccessException e) {
            log.error("A picture could not be stored", e);
            throw new ProblemException(FileProblem.NOT_STORED);
        }
        return id;
    }

    private void insert(UUID tenant, UUID id, String purpose, Drawn drawn) {
        database.core()
                .sql("""
                        insert into core.file (tenant_id, id, purpose, media_type, size_bytes, sha256, content, created_by, created_at)
                        values (:tenant, :id, :purpose, :type, :size, :hash, :content, :by, :now)""")
                .param("tenant", tenant)
                .param("id", id)
                .param("purpose", purpose)
                .param("type", drawn.mediaType())
                .param("size", drawn.content().length)
                .param("hash", sha256(drawn.content()))
                .param("content", drawn.content())
                .param("by", Actor.currentUser())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    @Transactional(readOnly = true)
    public Picture picture(UUID id) {
        return database.core()
                .sql("select id, media_type, content from core.file where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .query((rs, _) ->
                        new Picture(rs.getObject("id", UUID.class), rs.getString("media_type"), rs.getBytes("content")))
                .optional()
                .orElseThrow(() -> new ProblemException(FileProblem.NOT_FOUND));
    }

    @Transactional(propagation = Propagation.MANDATORY)
    public void delete(UUID id) {
        database.core()
                .sql("delete from core.file where tenant_id = :tenant and id = :id")
                .param("tenant", Scope.currentTenant().value())
                .param("id", id)
                .update();
    }

    private static Drawn redraw(byte[] upload, int side) {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(upload))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new ProblemException(FileProblem.NOT_A_PICTURE);
            }
            ImageReader reader = readers.next();
            try {
                if (!FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                    throw new ProblemException(FileProblem.NOT_A_PICTURE);
                }
                reader.setInput(input, true, true);
                // looked at before anything is decoded: a small file can unfold to a huge picture
                if (reader.getWidth(0) > MAX_SIDE || reader.getHeight(0) > MAX_SIDE) {
                    throw new ProblemException(FileProblem.TOO_MANY_PIXELS, MAX_SIDE);
                }
                BufferedImage picture = reader.read(0);
                boolean photograph =
                        side > KEPT_SIDE && !picture.getColorModel().hasAlpha();
                BufferedImage copy =
                        scaled(picture, side, photograph ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_INT_ARGB);
                return photograph
                        ? new Drawn("image/jpeg", written(copy, "jpeg"))
                        : new Drawn("image/png", written(copy, "png"));
            } finally {
                reader.dispose();
            }
        } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException _) {
            throw new ProblemException(FileProblem.NOT_A_PICTURE);
        }
    }

    private static BufferedImage scaled(BufferedImage picture, int side, int type) {
        double factor = Math.min(1.0, (double) side / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        BufferedImage copy = new BufferedImage(width, height, type);
        Graphics2D graphics = copy.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return copy;
    }

    private static byte[] written(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, format, out);
        return out.toByteArray();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
