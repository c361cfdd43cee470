package io.storelane.plugin;

import java.util.List;
import org.springframework.context.ApplicationContext;

/** A plugin that stands still in this server, so that another one alone is asked for its work. */
public final class StoppedPlugin {

    private StoppedPlugin() {}

    /** What happens meanwhile. */
    @FunctionalInterface
    public interface Work {
        void go() throws Exception;
    }

    /** Lets it run again afterwards. */
    public static void meanwhile(ApplicationContext context, String plugin, Work work) throws Exception {
        PluginHost here = context.getBean(PluginHost.class);
        synchronized (here) { // what it should run this server looks up later
            List<PluginArchive> stopped = here.stop(plugin);
            try {
                work.go();
            } finally {
                stopped.forEach(here::start);
            }
        }
    }
}
