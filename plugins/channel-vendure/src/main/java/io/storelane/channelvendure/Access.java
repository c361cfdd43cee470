package io.storelane.channelvendure;

import io.storelane.plugin.api.SettingsForm.Field;
import io.storelane.plugin.api.SettingsForm.Kind;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * How a shop is reached.
 *
 * @param address of its admin API
 * @param key an API key; empty if somebody logs in
 * @param channel token of one of its channels; empty for the default one
 * @param location of its stock, by name; empty for the first one
 */
record Access(String address, String key, String user, String password, String channel, String location) {

    /** What an account is set up with. */
    static final List<Field> FIELDS = List.of(
            new Field("address", Kind.TEXT, "vendure.address", true),
            new Field("key", Kind.SECRET, "vendure.key", false),
            new Field("user", Kind.TEXT, "vendure.user", false),
            new Field("password", Kind.SECRET, "vendure.password", false),
            new Field("channel", Kind.TEXT, "vendure.channel", false),
            new Field("location", Kind.TEXT, "vendure.location", false));

    private static final String USUAL_PATH = "/admin-api";

    static Access of(Account account) throws ChannelFault {
        Access access = new Access(
                address(value(account, "address")),
                value(account, "key"),
                value(account, "user"),
                account.value("password").orElse(""),
                value(account, "channel"),
                value(account, "location"));
        if (access.key.isEmpty() && (access.user.isEmpty() || access.password.isEmpty())) {
            throw ChannelFault.credentials("vendure.fault.empty");
        }
        return access;
    }

    private static String value(Account account, String field) {
        return account.value(field).orElse("").strip();
    }

    /** As it was meant: with a scheme, and with the usual path where there is none. */
    private static String address(String typed) throws ChannelFault {
        String whole = typed.contains("://") ? typed : "https://" + typed;
        URI address;
        try {
            address = URI.create(whole.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException _) {
            throw ChannelFault.credentials("vendure.http.NO_ADDRESS", typed);
        }
        String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
        if (address.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw ChannelFault.credentials("vendure.http.NO_ADDRESS", typed);
        }
        String path = address.getRawPath();
        return path == null || path.isEmpty() ? address + USUAL_PATH : address.toString();
    }

    /** Without its secrets. */
    @Override
    public String toString() {
        return address;
    }
}
