package org.example.mirror;

import io.storelane.plugin.api.NoticeKinds;
import java.util.List;
import org.pf4j.Extension;

@Extension
public class SeenNotices implements NoticeKinds {

    @Override
    public List<Kind> kinds() {
        return List.of(new Kind("seen", "eye", "/members", false));
    }
}
