package io.storelane.ui;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;
import org.springframework.web.servlet.i18n.SessionLocaleResolver;
import org.springframework.web.servlet.support.RequestContextUtils;

/** Serves the design page on port 8099: {@code /design?lang=zh-CN&theme=dark}, also without a workspace. */
@SpringBootApplication
public class DesignPreview {

    /** Starts the preview. */
    public static void main(String[] args) {
        SpringApplication.run(
                DesignPreview.class,
                "--server.port=8099",
                "--spring.messages.basename=messages/ui",
                "--spring.messages.fallback-to-system-locale=false",
                "--spring.thymeleaf.cache=false");
    }

    @Bean
    WebMvcConfigurer languages() {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                var change = new LocaleChangeInterceptor();
                change.setParamName("lang");
                registry.addInterceptor(change);
                registry.addInterceptor(new StrictPolicy());
            }
        };
    }

    @Bean
    LocaleResolver localeResolver() {
        return new SessionLocaleResolver();
    }

    /** The same policy as the server's, so that a fault shows in the preview. */
    private static final class StrictPolicy implements HandlerInterceptor {

        @Override
        public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
            response.setHeader(
                    "Content-Security-Policy",
                    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                            + "connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
                            + "frame-ancestors 'none'");
            return true;
        }
    }

    /** The pages of the preview. */
    @Controller
    public static class Pages {

        @GetMapping("/design")
        String design(HttpServletRequest request, Model model, @RequestParam(defaultValue = "hill") String slug) {
            fill(request, model);
            model.addAttribute("shell", Sample.shell(slug.equals("none") ? "" : slug));
            return "design";
        }

        @GetMapping("/design/{page}")
        String page(HttpServletRequest request, Model model, @PathVariable String page) {
            fill(request, model);
            return "design/" + page;
        }

        @GetMapping("/error-page/{status}")
        String error(HttpServletRequest request, Model model, @PathVariable int status) {
            fill(request, model);
            model.addAttribute("status", status);
            model.addAttribute("requestId", "b7c1f0a2d4e6");
            return "error/error-page";
        }

        @GetMapping("/w/hill/palette")
        String palette(Model model) {
            model.addAttribute("groups", Sample.palette());
            return "fragments/palette :: palette";
        }

        @PostMapping("/design")
        @ResponseBody
        String sent(@RequestParam @Nullable String name) {
            return "sent " + name;
        }

        private static void fill(HttpServletRequest request, Model model) {
            Locale locale = RequestContextUtils.getLocale(request);
            model.addAttribute(
                    "theme", request.getParameter("theme") == null ? "light" : request.getParameter("theme"));
            model.addAttribute("requestPath", "/design?sort=name&after=5");
            DesignModel.fill(model, locale);
        }
    }
}
