package io.storelane.workspace.web;

import io.storelane.access.Permission;
import io.storelane.web.MenuEntry;
import io.storelane.web.WorkspaceLook;
import io.storelane.workspace.Workspaces;
import java.time.ZoneId;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class WorkspaceMenu {

    @Bean
    MenuEntry homeEntry() {
        return new MenuEntry(1, "", "home", "menu.home", "", null);
    }

    @Bean
    MenuEntry settingsEntry() {
        return new MenuEntry(90, "end", "settings", "menu.settings", "/settings", Permission.SETTINGS_VIEW);
    }

    @Bean
    WorkspaceLook workspaceLook(Workspaces workspaces) {
        return slug -> {
            Workspaces.Current current = workspaces.current();
            UUID logo = current.logo();
            return new WorkspaceLook.Look(
                    ZoneId.of(current.settings().timeZone()), logo == null ? null : "/w/" + slug + "/logo/" + logo);
        };
    }
}
