package io.storelane.web;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Every component of the design system on one page, for those who build pages. */
@Controller
@Profile("local")
class DesignPage {

    @GetMapping("/design")
    String design() {
        return "design";
    }
}
