package io.storelane.crm;

import io.storelane.plugin.api.MenuPages;
import java.util.List;
import org.pf4j.Extension;

/** What the plugin adds to the menu. */
@Extension
public class CrmMenu implements MenuPages {

    @Override
    public List<Entry> entries() {
        return List.of(
                new Entry("/customers", "crm.customers", "user-check", "crm.view"),
                new Entry("/segments", "crm.segments", "users-group", "crm.view"),
                new Entry("/tasks", "crm.tasks", "phone", "crm.view"));
    }
}
