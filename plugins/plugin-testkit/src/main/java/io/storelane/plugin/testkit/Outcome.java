package io.storelane.plugin.testkit;

import tools.jackson.databind.json.JsonMapper;

/**
 * What the server answered.
 *
 * @param location where it leads to; empty if nowhere
 */
public record Outcome(int status, String body, String location) {

    /**
     * A value of a JSON answer as text; empty if it is not there.
     *
     * @param pointer JSON Pointer, such as {@code /data/0/id}
     */
    public String at(String pointer) {
        return JsonMapper.shared().readTree(body).at(pointer).asString("");
    }
}
