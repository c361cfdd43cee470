package org.example.mirror;

import io.storelane.plugin.api.Catalogue;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.StockBook;
import io.storelane.plugin.api.StockChanges;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class GoodsPage {

    private final Catalogue catalogue;
    private final StockBook stock;
    private final StockChanges changes;

    GoodsPage(Catalogue catalogue, StockBook stock, StockChanges changes) {
        this.catalogue = catalogue;
        this.stock = stock;
        this.changes = changes;
    }

    @GetMapping("/goods")
    @ResponseBody
    public String goods(@RequestParam String sku, @RequestParam UUID channel) {
        Catalogue.Product product = catalogue.withSku(sku).orElseThrow();
        UUID variant = product.variants().getFirst().id();
        StockBook.Level level = stock.levels(variant).getFirst();
        return product.title(Locale.ENGLISH) + "|" + product.state() + "|" + level.locationCode() + "|" + level.onHand() + "|"
                + level.reserved() + "|" + stock.promised(channel, List.of(variant)).get(variant) + "|"
                + catalogue.page(null, 10).size() + "|" + stock.page(null, 10).size() + "|" + stock.page(level, 10).size();
    }

    @PostMapping("/goods")
    @ResponseBody
    public String adjust(@RequestParam UUID location, @RequestParam String sku, @RequestParam long units) {
        changes.adjust(location, Map.of(sku, units), "paper 7", "by the mirror");
        return "adjusted";
    }

    @PostMapping("/goods/count")
    @ResponseBody
    public String count(@RequestParam UUID location, @RequestParam String sku, @RequestParam long units) {
        changes.count(location, Map.of(sku, units), "", "");
        return "counted";
    }
}
