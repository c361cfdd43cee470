package io.storelane.plugin.tool;

/** How much a finding weighs. */
public enum Severity {
    /** A server refuses the jar. */
    ERROR,
    /** A reviewer should look; a server takes the jar. */
    WARNING
}
