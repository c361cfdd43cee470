package io.storelane.plugin.web;

import io.storelane.access.Permission;
import io.storelane.metric.HomeCard;
import io.storelane.order.OrderSection;
import io.storelane.order.OrderView;
import io.storelane.plugin.PluginPanels;
import io.storelane.web.RecordSection;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.i18n.LocaleContextHolder;

/** Where pages of the server show what plugins add. */
@Configuration(proxyBeanMethods = false)
class PluginSections {

    private static final int LAST = 90;

    @Bean
    OrderSection pluginOrderSection(PluginPanels panels) {
        return new OrderSection() {
            @Override
            public int position() {
                return LAST;
            }

            @Override
            public String fragment() {
                return "plugin/panels :: oforder";
            }

            @Override
            public Map<String, Object> model(OrderView order, ZoneId zone, Locale locale) {
                List<PluginPanels.Panel> found = panels.ofOrder(order.id(), locale);
                return found.isEmpty() ? Map.of() : Map.of("panels", found);
            }
        };
    }

    @Bean
    RecordSection pluginRecordSection(PluginPanels panels) {
        return new RecordSection() {
            @Override
            public String fragment() {
                return "plugin/panels :: oforder";
            }

            @Override
            public Map<String, Object> model(String kind, UUID id, Locale locale) {
                List<PluginPanels.Panel> found = panels.of(kind, id, locale);
                return found.isEmpty() ? Map.of() : Map.of("panels", found);
            }
        };
    }

    @Bean
    HomeCard pluginHomeCard(PluginPanels panels) {
        return new HomeCard() {
            @Override
            public int order() {
                return LAST;
            }

            // next to everybody has it; each panel names its own besides
            @Override
            public Permission permission() {
                return Permission.ORGANIZATION_VIEW;
            }

            @Override
            public String template() {
                return "plugin/panels";
            }

            @Override
            public Object content() {
                return panels.ofHome(LocaleContextHolder.getLocale());
            }
        };
    }
}
