package org.example.mirror;

import io.storelane.plugin.api.NoticeKinds;
import java.util.List;
import org.pf4j.Extension;

@Extension
public class SeenNotices implements NoticeKinds {

    @Override
    public List<Kind> kinds() {
        if (!Thread.currentThread().getName().startsWith("plugin-")) {
            throw new IllegalStateException("the code of a plugin runs on its own threads");
        }
        return List.of(new Kind("seen", "eye", "/members", false), new Kind("odd", "eye", "/members", false));
    }
}
