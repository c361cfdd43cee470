package io.storelane.plugin;

import io.storelane.problem.Kind;
import io.storelane.problem.ProblemCode;

/** What can go wrong with plugins; where a plugin is known its name and version are the first two values of the text. */
public enum PluginProblem implements ProblemCode {
    NOT_FOUND(Kind.MISSING),
    /** The operator's token is missing or wrong. */
    NOT_OPERATOR(Kind.UNAUTHENTICATED),
    /** The bytes are no jar. */
    NO_JAR(Kind.INVALID),
    TOO_LARGE(Kind.TOO_LARGE),
    /** More entries or bytes than a plugin has when it is unpacked. */
    BOMB(Kind.INVALID),
    /** An entry leads out of the jar, or is there twice. */
    ENTRY(Kind.INVALID),
    /** {@code plugin.properties} lacks a value or has a wrong one. */
    MANIFEST(Kind.INVALID),
    RESERVED(Kind.INVALID),
    UNSIGNED(Kind.INVALID),
    SIGNATURE(Kind.INVALID),
    KEY_UNKNOWN(Kind.INVALID),
    /** The verifier has found what plugins do not do. */
    UNSOUND(Kind.INVALID),
    /** Not for this version of the API. */
    API(Kind.INVALID),
    /** Neither to keep nor to drop the data of a plugin that is removed. */
    DATA(Kind.INVALID),
    DEPENDENCY_MISSING(Kind.INVALID),
    DEPENDENCY_VERSION(Kind.INVALID),
    SERVICE_UNKNOWN(Kind.INVALID),
    /** Another jar of the same version is installed. */
    VERSION_TAKEN(Kind.CONFLICT),
    /** A newer version is installed. */
    OLDER(Kind.CONFLICT),
    TABLES(Kind.INVALID),
    /** It is removed, its tables are not yet. */
    DATA_LEFT(Kind.CONFLICT),
    /** What is installed now would be gone again with the data of before. */
    BEING_REMOVED(Kind.CONFLICT),
    /** Nobody has removed it with its data. */
    NO_REMOVAL(Kind.MISSING),
    /** More rows of a list than a plugin is given at a time. */
    TOO_MANY_ROWS(Kind.INVALID),
    NOT_STARTED(Kind.INVALID),
    /** Others cannot do without it. */
    NEEDED(Kind.CONFLICT),
    /** It is enabled, and stands still in this server. */
    DOWN(Kind.UNAVAILABLE),
    /** It was at work when servers ended, and is not started again by itself. */
    OFF(Kind.UNAVAILABLE),
    /** There is nothing to switch on: it is not off. */
    NOT_OFF(Kind.CONFLICT),
    SLOW(Kind.UNAVAILABLE),
    BUSY(Kind.UNAVAILABLE),
    FAILED(Kind.FAILED),
    /** The same, told to a program. */
    API_FAILED(Kind.FAILED),
    NOT_KEPT(Kind.UNAVAILABLE),
    /** No address of a workspace that uses the plugin, at least not any more. */
    HOOK_UNKNOWN(Kind.MISSING),
    CALL_TOO_LARGE(Kind.TOO_LARGE),
    FILE_TOO_LARGE(Kind.TOO_LARGE),
    /** A job of a kind that this release does not do. */
    WORK_UNKNOWN(Kind.CONFLICT),
    /** The plugin itself says why an item of a job cannot be done. */
    ITEM_GIVEN_UP(Kind.CONFLICT),
    /** An authorization that nobody began, another person began, or that was taken already. */
    OAUTH_STATE(Kind.MISSING),
    OAUTH_LATE(Kind.CONFLICT),
    /** The other system says so. */
    OAUTH_DENIED(Kind.CONFLICT),
    /** The plugin could not use what was granted. */
    OAUTH_FAILED(Kind.CONFLICT);

    private final Kind kind;

    PluginProblem(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
