package io.storelane.plugin.web;

import io.storelane.plugin.PluginHooks;
import io.storelane.plugin.PluginProblem;
import io.storelane.plugin.api.InboundHook;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.TenantId;
import io.storelane.web.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Where other systems call plugins. Whoever knows the address may; what a call is worth the plugin finds out. */
@RestController
class HookDoor {

    /** What opens other doors is not kept. */
    private static final Set<String> UNTOLD = Set.of("cookie", "authorization", "proxy-authorization");

    private final PluginHooks hooks;
    private final RateLimits limits;

    HookDoor(PluginHooks hooks, RateLimits limits) {
        this.hooks = hooks;
        this.limits = limits;
    }

    @PostMapping("/hooks/{plugin}/{token}")
    ResponseEntity<Void> call(@PathVariable String plugin, @PathVariable String token, HttpServletRequest request)
            throws IOException {
        TenantId tenant =
                hooks.tenant(plugin, token).orElseThrow(() -> new ProblemException(PluginProblem.HOOK_UNKNOWN));
        ProblemException refusal = limits.take(tenant.value()).refusal();
        if (refusal != null) {
            throw refusal;
        }
        // the stream itself: a form would else come as what was made of it
        byte[] body = request.getInputStream().readNBytes(InboundHook.LARGEST + 1);
        if (body.length > InboundHook.LARGEST) {
            throw new ProblemException(PluginProblem.CALL_TOO_LARGE, InboundHook.LARGEST / 1_000);
        }
        String query = request.getQueryString() == null ? "" : request.getQueryString();
        hooks.store(tenant, plugin, query, headers(request), body);
        return ResponseEntity.accepted().build();
    }

    private static Map<String, String> headers(HttpServletRequest request) {
        Map<String, String> headers = new TreeMap<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            List<String> values = Collections.list(request.getHeaders(name));
            if (!UNTOLD.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", values));
            }
        }
        return headers;
    }
}
