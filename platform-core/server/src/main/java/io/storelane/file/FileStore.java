package io.storelane.file;

import io.storelane.tenancy.TenantId;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where the bytes of files lie; what a file is and whose stands in the database. A content is kept under a name that follows from
 * it, so the same content is kept once a tenant, and what lies under a name never changes.
 *
 * <p>Example: {@link FolderStore} keeps them in a folder, {@link S3Store} in a bucket; the settings choose.
 */
public interface FileStore {

    /**
     * Keeps the content. When it returns, the content survives a power cut; half a content is never seen.
     *
     * @param name lower-case hexadecimal SHA-256 of the content
     */
    void put(TenantId tenant, String name, byte[] content) throws IOException;

    /** @throws java.nio.file.NoSuchFileException if there is none */
    byte[] get(TenantId tenant, String name) throws IOException;

    /** Forgets the content; nothing happens if there is none. */
    void delete(TenantId tenant, String name) throws IOException;

    /** Tenants of whom it may keep something. */
    List<TenantId> tenants() throws IOException;

    /** Names of all that it keeps of a tenant, some hundreds at a time. */
    void names(TenantId tenant, Consumer<List<String>> some) throws IOException;
}
