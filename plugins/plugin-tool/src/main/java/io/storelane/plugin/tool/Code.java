package io.storelane.plugin.tool;

import java.util.Locale;

/** What the verifier can find. Each has two sentences in both languages: what it is, and what to do. */
public enum Code {
    JAR_UNREADABLE,
    JAR_TOO_LARGE,
    JAR_TOO_MANY_ENTRIES,
    JAR_UNPACKED_TOO_LARGE,
    JAR_PATH,
    JAR_DUPLICATE_ENTRY,
    JAR_HIDDEN_BYTES,
    JAR_SIGNED_INSIDE,
    JAR_NESTED,
    JAR_CLASS_PATH,
    JAR_NO_FOLDERS,

    MANIFEST_MISSING,
    MANIFEST_KEY_MISSING,
    MANIFEST_KEY_UNKNOWN,
    MANIFEST_KEY_TWICE,
    ID_FORM,
    ID_RESERVED,
    VERSION_FORM,
    REQUIRES_FORM,
    REQUIRES_NOT_MET,
    DEPENDENCY_FORM,
    LICENCE_UNKNOWN,
    PERMISSION_FORM,
    PERMISSION_UNDECLARED,
    USE_UNKNOWN,
    USE_UNDECLARED,
    PACKAGE_FORM,
    CONFIGURATION_MISSING,
    EXTENSION_MISSING,
    EXTENSION_NOT_LISTED,
    EVENT_NAME,

    CLASS_UNREADABLE,
    CLASS_TOO_NEW,
    CLASS_IN_HOST_PACKAGE,
    CODE_EXIT,
    CODE_PROCESS,
    CODE_REFLECTION,
    CODE_UNSAFE,
    CODE_NATIVE,
    CODE_LOADER,
    CODE_DRIVER,
    CODE_DEFINE,
    CODE_THREAD,
    CODE_SQL_ROLE,
    CODE_GLOBAL,
    CODE_NETWORK,
    CODE_FILE(Severity.WARNING),
    CODE_HIDDEN,
    API_MISSING,

    MIGRATION_FORM,
    MIGRATION_FILE_MISSING,
    MIGRATION_ATTRIBUTE,
    MIGRATION_CHANGED,
    TABLE_TENANT,
    TABLE_KEY,
    INDEX_TENANT,
    FOREIGN_KEY,
    CONTRACTS,
    STATEMENT_FORBIDDEN,
    SCHEMA_NAMED,
    DATA_FORCED,

    MESSAGES_MISSING,
    MESSAGES_KEYS,
    MESSAGES_VALUES,
    MESSAGES_TWICE,
    MESSAGE_UNKNOWN,
    TEMPLATE_SCRIPT,
    TEMPLATE_STYLE,
    TEMPLATE_HANDLER,
    TEMPLATE_UNESCAPED,
    TEMPLATE_BEAN;

    private final Severity severity;

    Code() {
        this(Severity.ERROR);
    }

    Code(Severity severity) {
        this.severity = severity;
    }

    Severity severity() {
        return severity;
    }

    /** As it is printed and as its texts are found: {@code jar-too-large}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
