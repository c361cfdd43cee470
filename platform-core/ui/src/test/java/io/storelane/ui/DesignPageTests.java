package io.storelane.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.context.WebApplicationContext;

@SpringBootTest(
        classes = DesignPreview.class,
        properties = {"spring.messages.basename=messages/ui", "spring.messages.fallback-to-system-locale=false"})
class DesignPageTests {

    private static final Pattern FORBIDDEN =
            Pattern.compile("\\sstyle=|\\son[a-z]+=|hx-on|<script(?![^>]*\\ssrc=)|<style|javascript:");
    private static final Pattern ICON = Pattern.compile("icons\\.svg\\?v=[0-9a-f]+#([a-z0-9-]+)");

    private final Assets assets;
    private final MockMvc mvc;

    @Autowired
    DesignPageTests(WebApplicationContext context, Assets assets) {
        this.assets = assets;
        this.mvc = MockMvcBuilders.webAppContextSetup(context).build();
    }

    @ParameterizedTest
    @CsvSource({
        "/design, en", "/design, zh-CN",
        "/design?slug=none, en", "/design?slug=none, zh-CN",
        "/design/drawer, en", "/design/drawer, zh-CN",
        "/design/narrow, en", "/design/narrow, zh-CN",
        "/design/public, en", "/design/public, zh-CN",
        "/error-page/404, en", "/error-page/418, zh-CN",
        "/w/hill/palette, en", "/w/hill/palette, zh-CN"
    })
    void rendersWholeWithoutMissingMessagesOrInlineCode(String path, String language) throws Exception {
        String html = html(path, language);
        assertThat(html.strip()).endsWith(">").doesNotContain("??").doesNotContainPattern(FORBIDDEN);
        if (html.contains("<html")) {
            assertThat(html).contains("<html lang=\"" + language + "\"").contains("</html>");
        }
    }

    @ParameterizedTest
    @CsvSource({"/design", "/design/drawer", "/error-page/403"})
    void everyIconIsInTheSprite(String path) throws Exception {
        String sprite = html("/assets/icons.svg", "en");
        assertThat(ICON.matcher(html(path, "en")).results().map(match -> match.group(1)))
                .isNotEmpty()
                .allSatisfy(icon -> assertThat(sprite).contains("<symbol id=\"" + icon + "\""));
    }

    @Test
    void onlyTheCurrentVersionOfAnAssetIsKeptForEver() throws Exception {
        mvc.perform(get(assets.url("app.css")))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "public, max-age=31536000, immutable"));
        for (String other : new String[] {"/assets/app.css", "/assets/app.css?v=0"}) {
            mvc.perform(get(other)).andExpect(header().string("Cache-Control", "no-cache"));
        }
    }

    private String html(String path, String language) throws Exception {
        return mvc.perform(get(path).queryParam("lang", language))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(StandardCharsets.UTF_8);
    }
}
