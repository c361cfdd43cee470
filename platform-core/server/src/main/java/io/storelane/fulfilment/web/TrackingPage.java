package io.storelane.fulfilment.web;

import io.storelane.fulfilment.Tracking;
import io.storelane.web.Visitor;
import io.storelane.web.WebProperties;
import java.util.Locale;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Makes links by which a shopper follows a parcel, and takes them back. */
@Controller
@RequestMapping("/w/{workspace}/fulfilments/{id}/parcels/{parcel}/links")
class TrackingPage {

    private final Tracking tracking;
    private final WebProperties web;
    private final FulfilmentWords words;

    TrackingPage(Tracking tracking, WebProperties web, FulfilmentWords words) {
        this.tracking = tracking;
        this.web = web;
        this.words = words;
    }

    /** The link is shown on the next page, and never again: of it only a hash is kept. */
    @PostMapping
    String make(@PathVariable UUID id, @PathVariable UUID parcel, Locale locale, RedirectAttributes redirect) {
        words.press(
                () -> {
                    redirect.addFlashAttribute(
                            "link",
                            web.publicUrl() + "/t/" + tracking.link(id, parcel).token());
                    redirect.addFlashAttribute("linkOf", parcel);
                },
                "tracking.made",
                locale,
                redirect);
        return back(id);
    }

    @PostMapping("/withdraw")
    String withdraw(@PathVariable UUID id, @PathVariable UUID parcel, Locale locale, RedirectAttributes redirect) {
        words.press(() -> tracking.withdraw(id, parcel), "tracking.withdrawn", locale, redirect);
        return back(id);
    }

    private static String back(UUID id) {
        return "redirect:" + Visitor.path("/fulfilments/" + id);
    }
}
