package io.storelane.ui;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.thymeleaf.spring6.view.ThymeleafViewResolver;

/** The template helpers {@code assets}, {@code ui} and {@code fmt}, and the files under {@code /assets/}. */
@AutoConfiguration
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class UiConfiguration {

    @Bean
    Assets assets() {
        return Assets.scan(UiConfiguration.class.getClassLoader());
    }

    @Bean
    Ui ui() {
        return new Ui();
    }

    @Bean
    Fmt fmt() {
        return new Fmt();
    }

    /**
     * Makes the three beans template variables. Thymeleaf forbids {@code @bean} in links, in most attributes and in
     * the parameters of fragments; variables work everywhere.
     */
    @Bean
    SmartInitializingSingleton templateVariables(
            ObjectProvider<ThymeleafViewResolver> resolvers, Assets assets, Ui ui, Fmt fmt) {
        return () -> resolvers.forEach(resolver -> {
            resolver.addStaticVariable("assets", assets);
            resolver.addStaticVariable("ui", ui);
            resolver.addStaticVariable("fmt", fmt);
        });
    }

    @Bean
    WebMvcConfigurer assetConfigurer(Assets assets) {
        return new AssetConfigurer(assets);
    }

    private record AssetConfigurer(Assets assets) implements WebMvcConfigurer {

        @Override
        public void addResourceHandlers(ResourceHandlerRegistry registry) {
            // No content-hash resolver here: it looks up every link of every page.
            registry.addResourceHandler("/assets/**").addResourceLocations("classpath:/static/assets/");
        }

        @Override
        public void addInterceptors(InterceptorRegistry registry) {
            registry.addInterceptor(new AssetCacheInterceptor(assets))
                    .addPathPatterns("/assets/**")
                    .excludePathPatterns("/assets/p/**");
        }
    }
}
