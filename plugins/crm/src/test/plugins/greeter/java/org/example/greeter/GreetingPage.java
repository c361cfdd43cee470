package org.example.greeter;

import io.storelane.crm.api.CustomerSegments;
import io.storelane.plugin.api.RequiresPermission;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Says what it knows of segments: their names, their members, and whether somebody is one of them. */
@RestController
@RequiresPermission("greeter.view")
class GreetingPage {

    private final CustomerSegments segments;

    GreetingPage(CustomerSegments segments) {
        this.segments = segments;
    }

    @GetMapping("/greetings")
    String greet(@RequestParam UUID customer) {
        return segments.all().stream()
                .map(s -> s.name() + " " + segments.members(s.id(), null, 10) + " "
                        + segments.contains(s.id(), customer))
                .collect(Collectors.joining("; "));
    }
}
