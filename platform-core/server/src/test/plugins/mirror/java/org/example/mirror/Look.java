package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.JobWork;
import org.pf4j.Extension;

@Extension
public class Look implements JobWork {

    private final Sights sights;

    public Look(Sights sights) {
        this.sights = sights;
    }

    @Override
    public String name() {
        if (!Thread.currentThread().getName().startsWith("plugin-")) {
            throw new IllegalStateException("the code of a plugin runs on its own threads");
        }
        return "look";
    }

    @Override
    public void work(CallContext context, Item item) throws Exception {
        if (item.label().equals("hidden")) {
            throw new GivenUp("nobody can see it");
        }
        if (item.label().equals("broken")) {
            throw new IllegalStateException("a secret of the plugin");
        }
        if (item.label().startsWith("slow")) {
            Thread.sleep(300);
        }
        sights.see(
                "job",
                item.ref(),
                item.label() + "|" + item.values().get("how") + "|" + (context.actor() != null),
                item.position());
    }
}
