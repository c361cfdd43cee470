package io.storelane.catalog;

import io.storelane.workspace.CreateWorkspace;
import io.storelane.workspace.Furniture;
import java.util.Locale;
import java.util.UUID;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Every workspace begins with a price list that is valid always and everywhere. */
@Component
@Order(20)
class FirstPrices implements Furniture {

    private final PriceLists lists;

    FirstPrices(PriceLists lists) {
        this.lists = lists;
    }

    @Override
    public void provide(CreateWorkspace command, UUID top) {
        boolean chinese = command.locale().getLanguage().equals(Locale.CHINESE.getLanguage());
        lists.provision(chinese ? "标准价" : "Standard prices", command.currency());
    }
}
