package io.storelane.channelfile;

import io.storelane.plugin.api.Folders;
import io.storelane.plugin.api.SettingsForm.Field;
import io.storelane.plugin.api.SettingsForm.Kind;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The folder of an account: files of orders lie in it, and those that go out are put into {@code out/}. */
final class SharedFolder {

    /** What an account is set up with; without an address it has no folder. */
    static final List<Field> FIELDS = List.of(
            new Field("address", Kind.TEXT, "file.folder.address", false),
            new Field("bucket", Kind.TEXT, "file.folder.bucket", false),
            new Field("prefix", Kind.TEXT, "file.folder.prefix", false),
            new Field("region", Kind.TEXT, "file.folder.region", false),
            new Field("key", Kind.TEXT, "file.folder.key", false),
            new Field("secret", Kind.SECRET, "file.folder.secret", false));

    private static final Duration REST = Duration.ofMinutes(1);

    private SharedFolder() {}

    static Optional<Folders.Place> of(Account account) {
        return account.value("address")
                .filter(a -> !a.isBlank())
                .map(address -> new Folders.Place(
                        address.strip(),
                        value(account, "bucket"),
                        prefix(value(account, "prefix")),
                        value(account, "region"),
                        value(account, "key"),
                        value(account, "secret")));
    }

    private static String value(Account account, String field) {
        return account.value(field).orElse("").strip();
    }

    private static String prefix(String typed) {
        String inner = typed.replaceAll("^/+|/+$", "");
        return inner.isEmpty() ? "" : inner + "/";
    }

    /** What people of the workspace read. */
    static ChannelFault fault(Folders.FolderException e) {
        return switch (e.fault()) {
            case PLACE, DENIED, MISSING ->
                ChannelFault.credentials(key(e.fault().name()));
            case TOO_LARGE, AWAY -> ChannelFault.later(REST, key(e.fault().name()));
        };
    }

    /** Key of the text that says what is wrong. */
    static String key(String fault) {
        return "file.folder.fault." + fault;
    }
}
