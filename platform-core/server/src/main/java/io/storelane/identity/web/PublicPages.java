package io.storelane.identity.web;

import io.storelane.identity.IdentityProperties;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Pages for everybody. */
@Controller
class PublicPages {

    private final IdentityProperties properties;

    PublicPages(IdentityProperties properties) {
        this.properties = properties;
    }

    @GetMapping("/")
    String landing() {
        return "public/landing";
    }

    /** Browsers ask for this whatever the page names. */
    @GetMapping("/favicon.ico")
    String favicon() {
        return "redirect:/assets/favicon.svg";
    }

    @GetMapping("/terms")
    String terms(Model model) {
        model.addAttribute("version", properties.termsVersion());
        model.addAttribute("document", "terms");
        return "public/legal";
    }

    @GetMapping("/privacy")
    String privacy(Model model) {
        model.addAttribute("version", properties.privacyVersion());
        model.addAttribute("document", "privacy");
        return "public/legal";
    }

    /** Starts the login at the identity provider. */
    @GetMapping("/login")
    String login() {
        return "redirect:/oauth2/authorization/storelane";
    }

    /** The login came back without success: cancelled, too old, or the address is not confirmed. */
    @GetMapping("/login/failed")
    String failed() {
        return "public/login-failed";
    }
}
