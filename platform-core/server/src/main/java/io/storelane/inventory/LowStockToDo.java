package io.storelane.inventory;

import io.storelane.access.Permission;
import io.storelane.metric.ToDo;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What runs out waits for somebody. */
@Configuration(proxyBeanMethods = false)
class LowStockToDo {

    @Bean
    ToDo lowStock(StockList stock) {
        return new ToDo.Of(
                "stock.low",
                50,
                "package",
                Permission.STOCK_VIEW,
                "/stock?state=low",
                _ -> stock.count(new StockList.Filter("", null, null, "low", "sku")));
    }
}
