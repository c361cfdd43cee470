package io.storelane.plugin;

import io.storelane.access.Access;
import io.storelane.access.BroughtPermissions;
import io.storelane.audit.AuditLog;
import io.storelane.audit.AuditTarget;
import io.storelane.plugin.api.AuditTrail;
import io.storelane.plugin.api.Caller;
import io.storelane.plugin.api.Settings;
import io.storelane.tenancy.Actor;
import io.storelane.web.MenuSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What plugins are handed out of this module, and what they bring to the menu. */
@Configuration(proxyBeanMethods = false)
class PluginServices {

    private static final int LONGEST_LABEL = 200;

    @Bean
    PublishedService<AuditTrail> auditService(AuditLog audit) {
        return new PublishedService<>("audit", AuditTrail.class, null, plugin -> (action, thing, label, values) -> {
            Map<String, Object> after = new LinkedHashMap<>(values);
            after.put("action", action);
            String name = plugin + ": " + label;
            audit.record(
                    "plugin.did",
                    new AuditTarget(
                            "plugin." + plugin, thing, name.substring(0, Math.min(name.length(), LONGEST_LABEL)), null),
                    Map.of(),
                    after);
        });
    }

    @Bean
    PublishedService<Caller> callerService() {
        Caller caller = new Caller() {

            @Override
            public Optional<Person> person() {
                Actor actor = Actor.current();
                return Optional.ofNullable(actor.userId()).map(id -> new Person(id, actor.name()));
            }

            @Override
            public boolean may(String permission) {
                return Access.current().allows(permission);
            }
        };
        return new PublishedService<>("caller", Caller.class, null, _ -> caller);
    }

    @Bean
    PublishedService<Settings> settingsService(PluginSettingValues values) {
        return new PublishedService<>("settings", Settings.class, null, plugin -> name -> values.value(plugin, name));
    }

    @Bean
    BroughtPermissions pluginPermissions(Plugins plugins) {
        return () -> plugins.running().stream()
                .flatMap(plugin -> plugin.manifest().permissions().stream()
                        .map(name -> new BroughtPermissions.Brought(
                                name, PluginThings.TITLE + plugin.manifest().id())))
                .toList();
    }

    @Bean
    MenuSource pluginMenu(Plugins plugins) {
        return (access, locale) -> plugins.running().stream()
                .flatMap(plugin -> plugin.menu().stream()
                        .filter(entry -> access.allows(entry.permission()))
                        .map(entry -> new MenuSource.Link(
                                entry.icon(),
                                plugin.text(entry.labelKey(), locale),
                                plugin.manifest().path() + entry.page())))
                .toList();
    }
}
