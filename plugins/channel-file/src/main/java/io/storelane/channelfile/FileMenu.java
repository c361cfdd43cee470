package io.storelane.channelfile;

import io.storelane.plugin.api.MenuPages;
import java.util.List;
import org.pf4j.Extension;

/** What the plugin adds to the menu. */
@Extension
public class FileMenu implements MenuPages {

    @Override
    public List<Entry> entries() {
        return List.of(new Entry("/files", "file.menu", "file-import", "channel-file.use"));
    }
}
