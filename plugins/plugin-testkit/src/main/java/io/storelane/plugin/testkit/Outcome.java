package io.storelane.plugin.testkit;

/**
 * What the server answered.
 *
 * @param location where it leads to; empty if nowhere
 */
public record Outcome(int status, String body, String location) {}
