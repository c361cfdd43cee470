package org.example.loyalty;

import io.storelane.plugin.api.MenuPages;
import java.util.List;
import org.pf4j.Extension;

@Extension
public class LoyaltyMenu implements MenuPages {

    @Override
    public List<Entry> entries() {
        return List.of(new Entry("/cards", "menu.cards", "star", "loyalty.view"));
    }
}
