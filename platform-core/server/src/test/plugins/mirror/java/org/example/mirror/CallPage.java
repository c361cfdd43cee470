package org.example.mirror;

import io.storelane.plugin.api.Outgoing;
import io.storelane.plugin.api.RequiresPermission;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;

/** Calls others as it is told to. */
@Controller
@RequiresPermission("mirror.use")
class CallPage {

    private final Outgoing http;

    CallPage(Outgoing http) {
        this.http = http;
    }

    @PostMapping("/call")
    @ResponseBody
    String call(@RequestParam String how, @RequestParam String url, @RequestParam String name, @RequestParam String value) {
        Outgoing.Request request = switch (how) {
            case "get" -> Outgoing.Request.get(url, Map.of(name, value));
            case "form" -> Outgoing.Request.form(url, Map.of(name, value));
            case "delete" -> Outgoing.Request.delete(url).header("X-One", "2").header(name, value);
            case "post" -> null;
            default -> Outgoing.Request.json(how, url, value);
        };
        try {
            Outgoing.Answer answer = request == null ? http.post(url, Map.of(name, value), "{}") : http.send(request);
            return answer.status() + "|" + answer.header("x-left").orElse("") + "|"
                    + answer.retryAfter().map(Object::toString).orElse("") + "|" + answer.body();
        } catch (Outgoing.OutgoingException | IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
