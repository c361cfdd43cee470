package io.storelane.export;

import io.storelane.file.Contents;
import io.storelane.tenancy.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the parts of an export of a workspace as one archive, with the list of what is in it. One part is in memory at a time. */
@Component
class WorkspaceArchive {

    /** Version of what stands where in the archive; grows by one when those who read it have to change. */
    static final int VERSION = 1;

    private static final int BATCH = 500;

    private final ExportRows rows;
    private final Records records;
    private final Contents contents;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    WorkspaceArchive(
            ExportRows rows,
            Records records,
            Contents contents,
            TransactionTemplate transactionTemplate,
            JsonMapper json) {
        this.rows = rows;
        this.records = records;
        this.contents = contents;
        this.transaction = transactionTemplate;
        this.json = json.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();
    }

    void write(ExportRows.Stored export, Instant finished, OutputStream out) throws IOException {
        var zip = new ZipArchiveOutputStream(out);
        zip.setUseZip64(Zip64Mode.AsNeeded);
        long time = finished.toEpochMilli();
        plain(zip, "manifest.json", json.writeValueAsBytes(manifest(export, finished)), time);
        int after = -1;
        for (List<ExportRows.Part> some = parts(export, after); !some.isEmpty(); some = parts(export, after)) {
            for (ExportRows.Part part : some) {
                byte[] content = contents.read(part.stored());
                if (part.deflated()) {
                    deflated(zip, part, content, time);
                } else {
                    plain(zip, part.path(), content, time);
                }
                after = part.position();
            }
        }
        zip.finish();
        zip.flush();
    }

    private List<ExportRows.Part> parts(ExportRows.Stored export, int after) {
        return Objects.requireNonNull(transaction.execute(_ -> rows.parts(export.id(), after, BATCH)));
    }

    private static void deflated(ZipArchiveOutputStream zip, ExportRows.Part part, byte[] content, long time)
            throws IOException {
        var entry = new ZipArchiveEntry(part.path());
        entry.setMethod(ZipArchiveEntry.DEFLATED);
        entry.setTime(time);
        entry.setSize(part.size());
        entry.setCompressedSize(content.length);
        entry.setCrc(part.crc());
        zip.addRawArchiveEntry(entry, new ByteArrayInputStream(content));
    }

    private static void plain(ZipArchiveOutputStream zip, String path, byte[] content, long time) throws IOException {
        var crc = new CRC32();
        crc.update(content);
        var entry = new ZipArchiveEntry(path);
        entry.setMethod(ZipArchiveEntry.STORED);
        entry.setTime(time);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putArchiveEntry(entry);
        zip.write(content);
        zip.closeArchiveEntry();
    }

    private Map<String, Object> manifest(ExportRows.Stored export, Instant finished) {
        Map<String, List<Map<String, Object>>> files = new LinkedHashMap<>();
        Map<String, Long> counts = new LinkedHashMap<>();
        each(export, part -> {
            Map<String, Object> file = new LinkedHashMap<>();
            file.put("path", part.path());
            if (part.deflated()) {
                file.put("rows", part.rows());
            }
            file.put("bytes", part.size());
            file.put("sha256", part.sha256());
            files.computeIfAbsent(part.record(), _ -> new ArrayList<>()).add(file);
            if (part.path().endsWith(".ndjson")) {
                counts.merge(part.record(), (long) part.rows(), Long::sum);
            }
        });
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("format", "storelane-workspace");
        manifest.put("version", VERSION);
        manifest.put("workspace", Scope.currentTenant().value());
        manifest.put("export", export.id());
        manifest.put("startedAt", export.createdAt());
        manifest.put("finishedAt", finished);
        manifest.put(
                "consistency",
                "Each kind of record was read in the order of its key, in pieces, each in a short transaction: the files are not of"
                        + " one moment. What refers to other records was read before those, so what a record refers to is there"
                        + " unless it was deleted meanwhile. What changed between startedAt and finishedAt may be seen before or"
                        + " after the change.");
        manifest.put(
                "files",
                "Of each kind of record, the same rows as NDJSON (UTF-8, a JSON object a line, exact) and as CSV (UTF-8 with a byte"
                        + " order mark; a cell that a spreadsheet program would calculate begins with an apostrophe). Times are"
                        + " UTC; amounts of money are in minor units.");
        manifest.put(
                "records",
                Objects.requireNonNull(transaction.execute(_ -> records.all())).stream()
                        .map(kind -> {
                            Map<String, Object> said = Records.described(kind);
                            said.put("rows", counts.getOrDefault(kind.name(), 0L));
                            said.put("files", files.getOrDefault(kind.name(), List.of()));
                            return said;
                        })
                        .toList());
        manifest.put("contents", files.getOrDefault(WorkspaceWork.FILES, List.of()));
        manifest.put("leftOut", Records.LEFT_OUT);
        return manifest;
    }

    private void each(ExportRows.Stored export, Consumer<ExportRows.Part> work) {
        int after = -1;
        for (List<ExportRows.Part> some = parts(export, after); !some.isEmpty(); some = parts(export, after)) {
            some.forEach(work);
            after = some.getLast().position();
        }
    }
}
