package io.storelane.fulfilment.web;

import io.storelane.fulfilment.Tracking;
import io.storelane.problem.ProblemException;
import io.storelane.web.RateLimits;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** Where a parcel is, for the shopper who has the link. */
@Controller
class ShopperPage {

    /** Looks of one client address in an hour. */
    private static final int PER_HOUR = 300;

    private final Tracking tracking;
    private final RateLimits limits;

    ShopperPage(Tracking tracking, RateLimits limits) {
        this.tracking = tracking;
        this.limits = limits;
    }

    @GetMapping("/t/{token}")
    String show(@PathVariable String token, Model model, HttpServletRequest request, HttpServletResponse response) {
        limits.take(request, "tracking", PER_HOUR);
        // the address of this page is a secret
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Robots-Tag", "noindex, nofollow, noarchive");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        try {
            model.addAttribute("parcel", tracking.parcel(token));
            return "fulfilment/shopper";
        } catch (ProblemException e) {
            response.setStatus(e.code().kind().status());
            return "fulfilment/shopper-problem";
        }
    }
}
