package io.storelane.plugin.web;

import io.storelane.plugin.PluginActions;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What lists ask for the buttons of plugins; nothing is looked for before they do. */
@ControllerAdvice(annotations = Controller.class)
class PluginButtons {

    private final PluginActions actions;

    PluginButtons(PluginActions actions) {
        this.actions = actions;
    }

    @ModelAttribute(name = "pluginActions", binding = false)
    PluginActions pluginActions() {
        return actions;
    }
}
