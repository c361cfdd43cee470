package io.storelane.web;

import jakarta.validation.constraints.NotBlank;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.validation.autoconfigure.ValidationConfigurationCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({WebProperties.class, RateProperties.class})
class WebConfiguration {

    /** Languages that every message exists in; the first is the default. */
    static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE);

    /** Static, since what checks forms is made before most other beans. */
    @Bean
    static ValidationConfigurationCustomizer visibleTexts() {
        return configuration -> {
            if (configuration instanceof HibernateValidatorConfiguration validator) {
                ConstraintMapping mapping = validator.createConstraintMapping();
                mapping.constraintDefinition(NotBlank.class)
                        .includeExistingValidators(false)
                        .validatedBy(VisibleText.class);
                validator.addMapping(mapping);
            }
        };
    }

    @Bean
    LocaleResolver localeResolver(WebProperties web) {
        var resolver = new CookieLocaleResolver("language");
        resolver.setCookieMaxAge(Duration.ofDays(365));
        resolver.setCookieSecure(web.secure());
        resolver.setCookieHttpOnly(true);
        resolver.setCookieSameSite("Lax");
        resolver.setRejectInvalidCookies(false);
        resolver.setDefaultLocaleFunction(request -> nearest(request.getLocale()));
        return resolver;
    }

    static Locale nearest(Locale wanted) {
        return wanted.getLanguage().equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
    }

    /** Before security asks who it is: the headers of every page are set by then, and nothing is read yet. */
    @Bean
    Customizer<HttpSecurity> rateBeforeSession(RateLimits limits, Refusals refusals) {
        return http -> http.addFilterAfter(new RateFilter(limits, refusals), HeaderWriterFilter.class);
    }

    /** After the security chain (order -100): the person is known by then. */
    @Bean
    FilterRegistrationBean<ScopeFilter> scopeFilterOrder(ScopeFilter filter) {
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(-80);
        registration.setDispatcherTypes(
                jakarta.servlet.DispatcherType.REQUEST,
                jakarta.servlet.DispatcherType.ERROR,
                jakarta.servlet.DispatcherType.ASYNC);
        return registration;
    }
}
