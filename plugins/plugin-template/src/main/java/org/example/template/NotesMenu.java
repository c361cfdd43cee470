package org.example.template;

import io.storelane.plugin.api.MenuPages;
import java.util.List;
import org.pf4j.Extension;

/** The entry in the menu of each workspace that has enabled the plugin. */
@Extension
public class NotesMenu implements MenuPages {
    @Override
    public List<Entry> entries() {
        return List.of(new Entry("/notes", "notes.title", "edit", "plugin-template.view"));
    }
}
