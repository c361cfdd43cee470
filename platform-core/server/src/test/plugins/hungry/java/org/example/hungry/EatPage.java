package org.example.hungry;

import io.storelane.plugin.api.RequiresPermission;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
class EatPage {

    @GetMapping("/well")
    @RequiresPermission("hungry.use")
    @ResponseBody
    String well() {
        return "well";
    }

    /** Until nothing is left. */
    @GetMapping("/eat")
    @RequiresPermission("hungry.use")
    @ResponseBody
    String eat() {
        List<byte[]> eaten = new ArrayList<>();
        while (eaten.size() < 10_000) {
            eaten.add(new byte[4_000_000]);
        }
        return "full: " + eaten.size();
    }
}
