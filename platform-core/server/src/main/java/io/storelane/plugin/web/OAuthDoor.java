package io.storelane.plugin.web;

import io.storelane.plugin.PluginAuthorizations;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** Where other systems send people back to, with what these have granted to a plugin. */
@Controller
class OAuthDoor {

    private final PluginAuthorizations authorizations;

    OAuthDoor(PluginAuthorizations authorizations) {
        this.authorizations = authorizations;
    }

    @GetMapping("/oauth/{plugin}/callback")
    String back(
            @PathVariable String plugin,
            @RequestParam(defaultValue = "") String state,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String error) {
        return "redirect:" + authorizations.finish(plugin, state, code, error);
    }
}
