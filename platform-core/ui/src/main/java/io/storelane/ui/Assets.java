package io.storelane.ui;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Addresses of the files under {@code static/assets}, each with its content hash; the template variable {@code assets}.
 *
 * <p>The hashes are computed once at start. A lookup per link on every page would cost more than the page itself.
 */
public final class Assets {

    static final String PATH = "/assets/";
    private static final String FOLDER = "/static/assets/";
    private static final int HASH_LENGTH = 12;

    private final Map<String, String> hashes;

    private Assets(Map<String, String> hashes) {
        this.hashes = Map.copyOf(hashes);
    }

    static Assets scan(ClassLoader classLoader) {
        var resolver = new PathMatchingResourcePatternResolver(classLoader);
        var hashes = new HashMap<String, String>();
        try {
            String pattern = ResourcePatternResolver.CLASSPATH_ALL_URL_PREFIX + "static/assets/**/*.*";
            for (Resource resource : resolver.getResources(pattern)) {
                String url = resource.getURL().toString();
                String name = url.substring(url.lastIndexOf(FOLDER) + FOLDER.length());
                hashes.putIfAbsent(name, hash(resource));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the files under static/assets", e);
        }
        return new Assets(hashes);
    }

    /** The address of a file with its version, for example {@code /assets/app.css?v=0f3a...}. */
    public String url(String name) {
        String hash = hashes.get(name);
        if (hash == null) {
            throw new IllegalArgumentException("No file static/assets/" + name);
        }
        return PATH + name + "?v=" + hash;
    }

    /** The address of one icon inside the sprite, for the {@code href} of an SVG {@code use}. */
    public String icon(String name) {
        return url("icons.svg") + "#" + name;
    }

    /** Whether the version asked for is the one this server has, so that the answer may be cached for ever. */
    boolean isCurrent(String name, @Nullable String version) {
        return version != null && version.equals(hashes.get(name));
    }

    private static String hash(Resource resource) throws IOException {
        try (InputStream in = resource.getInputStream()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(in.readAllBytes());
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
