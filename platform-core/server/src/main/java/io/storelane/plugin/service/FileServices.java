package io.storelane.plugin.service;

import io.storelane.file.Uploads;
import io.storelane.plugin.PluginProblem;
import io.storelane.plugin.PublishedService;
import io.storelane.plugin.api.FileShelf;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Rows;
import io.storelane.tenancy.Scope;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.transaction.support.TransactionTemplate;

/** Files of plugins, each plugin's own in each workspace. */
@Configuration(proxyBeanMethods = false)
class FileServices {

    private static final int LONGEST_NAME = 200;
    private static final int LARGEST_PAGE = 500;
    private static final Pattern TYPE = Pattern.compile("[\\w.+-]{1,60}/[\\w.+-]{1,60}(;[ -~]{1,80})?");

    private record Stored(String name, String mediaType, long size, Instant keptAt) implements FileShelf.Stored {}

    private record Shelf(
            Database database, TransactionTemplate transaction, Uploads uploads, Clock clock, String plugin)
            implements FileShelf {

        private StatementSpec sql(String text) {
            return database.core()
                    .sql(text)
                    .param("tenant", Scope.currentTenant().value())
                    .param("plugin", plugin);
        }

        @Override
        public FileShelf.Stored keep(String name, String mediaType, InputStream content) throws IOException {
            Given.text("name", name, 1, LONGEST_NAME);
            if (!TYPE.matcher(mediaType).matches()) {
                throw new IllegalArgumentException("mediaType is such as application/pdf, not " + mediaType + ".");
            }
            Path spool = Files.createTempFile("storelane-plugin-file", "");
            try {
                long size = copy(content, spool); // before the transaction: the stream may be slow
                Stored stored = new FileServices.Stored(name, mediaType, size, clock.instant());
                write(stored, spool);
                return stored;
            } finally {
                Files.delete(spool);
            }
        }

        private static long copy(InputStream content, Path spool) throws IOException {
            byte[] block = new byte[64 * 1024];
            long size = 0;
            try (OutputStream out = Files.newOutputStream(spool)) {
                for (int n = content.read(block); n >= 0; n = content.read(block)) {
                    size += n;
                    if (size > LARGEST) {
                        throw new ProblemException(PluginProblem.FILE_TOO_LARGE, LARGEST / 1_000_000);
                    }
                    out.write(block, 0, n);
                }
            }
            return size;
        }

        /**
         * The content goes to the store first, each piece in a transaction of its own unless the plugin has begun one: a large file takes
         * longer than a transaction may, and others of the workspace wait for the same lock.
         */
        private void write(Stored stored, Path spool) {
            List<UUID> pieces = uploads.keep(spool);
            try {
                transaction.executeWithoutResult(_ -> put(stored, pieces));
            } catch (RuntimeException e) {
                try {
                    uploads.remove(pieces);
                } catch (RuntimeException alsoFailed) { // the plugin's own transaction has failed: nothing of it stays
                    e.addSuppressed(alsoFailed);
                }
                throw e;
            }
        }

        /** What was there before is what this statement finds there: two who keep the first of a name at once each see the other's. */
        private void put(Stored stored, List<UUID> pieces) {
            uploads.use(pieces, "plugin." + plugin);
            List<UUID> before = sql("""
                            insert into core.plugin_file (tenant_id, plugin_id, name, media_type, size_bytes, pieces, kept_at)
                            values (:tenant, :plugin, :name, :type, :size, :pieces, :now)
                            on conflict (tenant_id, plugin_id, name) do update set media_type = excluded.media_type,
                              size_bytes = excluded.size_bytes, pieces = excluded.pieces, kept_at = excluded.kept_at
                            returning coalesce(old.pieces, '{}') as pieces""")
                    .param("name", stored.name())
                    .param("type", stored.mediaType())
                    .param("size", stored.size())
                    .param("pieces", Rows.array("uuid", pieces, piece -> piece))
                    .param("now", Timestamp.from(stored.keptAt()))
                    .query((rs, _) -> ids(rs))
                    .single();
            uploads.remove(before);
        }

        private Optional<List<UUID>> pieces(String name, String lock) {
            return sql("""
                            select f.pieces from core.plugin_file f
                            where f.tenant_id = :tenant and f.plugin_id = :plugin and f.name = :name""" + lock).param("name", name).query((rs, _) -> ids(rs)).optional();
        }

        private static List<UUID> ids(ResultSet rs) throws SQLException {
            return List.of((UUID[]) rs.getArray("pieces").getArray());
        }

        @Override
        public Optional<FileShelf.Stored> find(String name) {
            return list("f.name = :name", name, "", 1).stream().findFirst();
        }

        @Override
        public List<FileShelf.Stored> list(String begin, String after, int most) {
            if (most < 1 || most > LARGEST_PAGE) {
                throw new IllegalArgumentException("most is 1 to " + LARGEST_PAGE + ", not " + most + ".");
            }
            return list("starts_with(f.name, :name)", begin, after, most);
        }

        private List<FileShelf.Stored> list(String which, String name, String after, int most) {
            return Objects.requireNonNull(transaction.execute(_ -> sql("""
                            select f.name, f.media_type, f.size_bytes, f.kept_at from core.plugin_file f
                            where f.tenant_id = :tenant and f.plugin_id = :plugin and %s and f.name > :after
                            order by f.name limit :most""".formatted(which))
                    .param("name", name)
                    .param("after", after)
                    .param("most", most)
                    .<FileShelf.Stored>query((rs, _) -> new FileServices.Stored(
                            rs.getString("name"),
                            rs.getString("media_type"),
                            rs.getLong("size_bytes"),
                            rs.getTimestamp("kept_at").toInstant()))
                    .list()));
        }

        @Override
        public Optional<InputStream> open(String name) {
            return Objects.requireNonNull(transaction.execute(_ -> pieces(name, "")))
                    .map(pieces -> new SequenceInputStream(new Pieces(uploads, pieces.iterator())));
        }

        @Override
        public boolean remove(String name) {
            return Objects.requireNonNull(transaction.execute(_ -> {
                pieces(name, " for update").ifPresent(uploads::remove);
                return sql("""
                                delete from core.plugin_file
                                where tenant_id = :tenant and plugin_id = :plugin and name = :name""").param("name", name).update() > 0;
            }));
        }
    }

    /** The pieces of a file, each read when the one before is at its end. */
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer
    private record Pieces(Uploads uploads, Iterator<UUID> pieces) implements Enumeration<InputStream> {

        @Override
        public boolean hasMoreElements() {
            return pieces.hasNext();
        }

        @Override
        public InputStream nextElement() {
            var piece = new ByteArrayOutputStream();
            try {
                uploads.copy(List.of(pieces.next()), piece);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new ByteArrayInputStream(piece.toByteArray());
        }
    }

    @Bean
    PublishedService<FileShelf> filesService(
            Database database, TransactionTemplate transactionTemplate, Uploads uploads, Clock clock) {
        return new PublishedService<>(
                "files",
                FileShelf.class,
                null,
                plugin -> new Shelf(database, transactionTemplate, uploads, clock, plugin));
    }
}
