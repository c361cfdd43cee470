package io.storelane.plugin.api;

/** The version of this API, which {@code plugin.requires} is compared with. */
public final class PluginApi {

    /** Semantic version of the API that this server offers. */
    public static final String VERSION = "0.1.0";

    private PluginApi() {}
}
