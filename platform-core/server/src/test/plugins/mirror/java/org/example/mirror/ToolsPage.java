package org.example.mirror;

import io.storelane.plugin.api.Cursors;
import io.storelane.plugin.api.RateLimiter;
import io.storelane.plugin.api.RequiresPermission;
import io.storelane.plugin.api.Vault;
import java.time.Duration;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class ToolsPage {

    private final Cursors cursors;
    private final Vault vault;
    private final RateLimiter limiter;
    private final Sights sights;

    ToolsPage(Cursors cursors, Vault vault, RateLimiter limiter, Sights sights) {
        this.cursors = cursors;
        this.vault = vault;
        this.limiter = limiter;
        this.sights = sights;
    }

    @GetMapping("/cursor")
    @ResponseBody
    public String cursor() {
        Cursors.Place place = cursors.find("orders").orElse(Cursors.Place.NONE);
        return place.value() + "@" + place.version();
    }

    @PostMapping("/cursor")
    @ResponseBody
    @Transactional
    public String move(@RequestParam long version, @RequestParam String value) {
        boolean moved = cursors.move("orders", new Cursors.Place("", version), value);
        if (value.startsWith("late")) {
            throw new IllegalStateException("after it moved");
        }
        return String.valueOf(moved);
    }

    @GetMapping("/secret")
    @ResponseBody
    public String secret() {
        return vault.open("token").orElse("none");
    }

    @PostMapping("/secret")
    @ResponseBody
    public String keep(@RequestParam String value) {
        if (value.equals("forget")) {
            vault.forget("token");
        } else {
            vault.keep("token", value);
        }
        return "kept";
    }

    @PostMapping("/take")
    @ResponseBody
    public String take(@RequestParam int tokens) {
        return limiter.take("calls", tokens, Duration.ofHours(1))
                .map(wait -> wait.isPositive() ? "wait" : "?")
                .orElse("taken");
    }
}
