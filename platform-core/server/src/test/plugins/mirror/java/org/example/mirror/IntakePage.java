package org.example.mirror;

import io.storelane.plugin.api.OrderIntake;
import io.storelane.plugin.api.RequiresPermission;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class IntakePage {

    private final OrderIntake intake;

    IntakePage(OrderIntake intake) {
        this.intake = intake;
    }

    private OrderIntake.Placed placed(UUID channel, String number, String sku, long units) {
        return intake.place(OrderIntake.NewOrder.of(channel, number)
                .buyer("Ann", "138****8000", "")
                .shipTo(OrderIntake.Address.of("Ann", "CN").region("330106").street("Road 1"))
                .line(sku, units, 5_000)
                .shipping(100)
                .discount("D", "Ten off", 10)
                .paid("wallet", "PAY-" + number, 5_000 * units + 90)
                .note("by the mirror"));
    }

    @PostMapping("/orders")
    @ResponseBody
    public String place(@RequestParam UUID channel, @RequestParam String number, @RequestParam String sku, @RequestParam long units) {
        OrderIntake.Placed placed = placed(channel, number, sku, units);
        return placed.id() + "|" + (placed.known() ? "known" : "new") + "|" + (placed.held() ? "held" : "free");
    }

    @PostMapping("/orders/late")
    @ResponseBody
    @Transactional
    public String late(@RequestParam UUID channel, @RequestParam String number, @RequestParam String sku, @RequestParam long units) {
        placed(channel, number, sku, units);
        throw new IllegalStateException("after it was placed");
    }

    @PostMapping("/orders/cancel")
    @ResponseBody
    public String cancel(@RequestParam UUID id) {
        intake.cancel(id, "by the mirror");
        return "cancelled";
    }
}
