package io.storelane.local;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a local stack is started with.
 *
 * @param home the folder that holds its data, its passwords and its logs
 * @param ports where it listens
 * @param durable whether the application's data must survive a crash or a restart; tests are faster without
 * @param bootstrapSql run as superuser on the database {@code storelane} on each start, so it must be repeatable
 * @param appUrls the addresses of the application, the first one takes the back-channel logout
 * @param log takes one line per step
 */
public record Options(
        Path home,
        Ports ports,
        boolean durable,
        @Nullable String bootstrapSql,
        List<String> appUrls,
        Consumer<String> log) {

    public Options {
        home = home.toAbsolutePath().normalize();
        appUrls = List.copyOf(appUrls);
        if (appUrls.isEmpty()) {
            throw new LocalFailure("No address of the application is given; pass at least one in appUrls.");
        }
    }
}
