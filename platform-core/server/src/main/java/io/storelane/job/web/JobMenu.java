package io.storelane.job.web;

import io.storelane.web.MenuEntry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where jobs are found: every member sees those of one's own. */
@Configuration(proxyBeanMethods = false)
class JobMenu {

    @Bean
    MenuEntry jobsEntry() {
        return new MenuEntry(42, "menu.control", "loader-2", "menu.jobs", "/jobs", null);
    }
}
