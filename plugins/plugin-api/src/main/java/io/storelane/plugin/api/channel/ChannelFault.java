package io.storelane.plugin.api.channel;

import java.time.Duration;
import java.util.List;

/**
 * Why something with a channel failed, in words that people of the workspace read. Made by {@link #credentials}, {@link #later} or
 * {@link #refused}.
 */
public final class ChannelFault extends Exception {

    private static final long serialVersionUID = 1L;

    /** What becomes of it. */
    public enum Kind {
        /** The account rests until a person has mended it. */
        CREDENTIALS,
        /** The account rests for a while. */
        LATER,
        /** This one thing is put aside, the next one follows. */
        REFUSED
    }

    private final Kind kind;
    private final String key;
    private final transient List<Object> args;
    private final Duration wait;

    private ChannelFault(Kind kind, String key, List<Object> args, Duration wait) {
        super(key + " " + args);
        this.kind = kind;
        this.key = key;
        this.args = args;
        this.wait = wait;
    }

    /** The channel does not know the account, or lets it do nothing. @param key in {@code ui/messages.properties} */
    public static ChannelFault credentials(String key, Object... args) {
        return new ChannelFault(Kind.CREDENTIALS, key, List.of(args), Duration.ZERO);
    }

    /** The channel wants to be left alone for this time, as by {@code Retry-After}. */
    public static ChannelFault later(Duration wait, String key, Object... args) {
        return new ChannelFault(Kind.LATER, key, List.of(args), wait);
    }

    /** The channel does not take this, or it cannot be read; another try as it is would not help. */
    public static ChannelFault refused(String key, Object... args) {
        return new ChannelFault(Kind.REFUSED, key, List.of(args), Duration.ZERO);
    }

    public Kind kind() {
        return kind;
    }

    /** Key in {@code ui/messages.properties} of what is wrong and what to do; {@link #args} stand in it as {@code {0}} and so on. */
    public String key() {
        return key;
    }

    public List<Object> args() {
        return args;
    }

    /** How long to leave the account alone. */
    public Duration restFor() {
        return wait;
    }
}
