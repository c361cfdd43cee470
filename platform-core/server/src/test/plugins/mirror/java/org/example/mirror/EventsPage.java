package org.example.mirror;

import io.storelane.plugin.api.CallContext;
import io.storelane.plugin.api.EventLog;
import io.storelane.plugin.api.HostEvent;
import io.storelane.plugin.api.HostEventListener;
import io.storelane.plugin.api.RequiresPermission;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.pf4j.Extension;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

@Controller
@RequiresPermission("mirror.use")
class EventsPage {

    private final EventLog log;

    EventsPage(EventLog log) {
        this.log = log;
    }

    @PostMapping("/events")
    @ResponseBody
    @Transactional
    public String append(@RequestParam String type, @RequestParam(defaultValue = "") String name) {
        Map<String, Object> payload = new HashMap<>();
        if (!name.isEmpty()) {
            payload.put("name", name);
        }
        try {
            log.append(type, "sight", UUID.randomUUID(), payload);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        return "appended";
    }

    @Extension
    public static class Heard implements HostEventListener {

        private final Sights sights;

        public Heard(Sights sights) {
            this.sights = sights;
        }

        @Override
        public Set<String> types() {
            return Set.of("plugin.mirror.sight.seen");
        }

        @Override
        public void on(CallContext context, HostEvent event) {
            sights.see("heard", event.id(), String.valueOf(event.payload().get("name")), 0);
        }
    }
}
