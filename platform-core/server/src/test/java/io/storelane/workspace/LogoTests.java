package io.storelane.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.file.FileStore;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** The logo of a workspace, from the upload to the page; and an upload that fails changes nothing. */
@Isolated
class LogoTests extends ServerTests {

    private final Stage stage;
    private final FileStore store;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Browser owner;

    @Autowired
    LogoTests(ApplicationContext context) {
        stage = new Stage(context);
        store = context.getBean(FileStore.class);
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        owner = stage.browser(shop.owner());
    }

    @ParameterizedTest
    @CsvSource({"png, image/png", "jpg, image/jpeg"})
    void aPictureIsScaledKeptAndShownOnEveryPage(String format, String type) throws Exception {
        assertThat(upload(type, picture(format, 800, 400)).status()).isEqualTo(302);
        String settings = page("/settings");
        assertThat(settings).contains("Logo saved.");
        String address = logo(settings);
        assertThat(page("/members")).contains(address);
        Answer answer = owner.get(address);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/png");
        assertThat(answer.header("Cache-Control")).contains("private");
        BufferedImage kept = ImageIO.read(new ByteArrayInputStream(content()));
        assertThat(kept.getWidth()).isEqualTo(256);
        assertThat(kept.getHeight()).isEqualTo(128);
        assertThat(new Color(kept.getRGB(128, 64)).getRed()).isGreaterThan(200);

        assertThat(upload("image/png", picture("png", 10, 10)).status()).isEqualTo(302);
        assertThat(logo(page("/settings"))).isNotEqualTo(address);
        assertThat(owner.get(address).status()).isEqualTo(404);
        assertThat(files()).hasSize(1);

        assertThat(owner.post(base() + "/settings/logo/delete", Map.of()).status())
                .isEqualTo(302);
        assertThat(page("/settings")).contains("Logo removed.").doesNotContain("/logo/");
        assertThat(files()).isEmpty();
    }

    @Test
    void whatIsNoPictureIsRefusedWithAWord() {
        byte[] page = "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8);
        assertThat(upload("image/png", page).status()).isEqualTo(302);
        assertThat(page("/settings")).contains("This is not a PNG or JPEG picture");
        assertThat(files()).isEmpty();
    }

    @Test
    void anUploadBeyondTheLimitIsRefusedByItsSize() throws Exception {
        Answer answer = upload("image/png", new byte[10_600_000]);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("<h1").doesNotContain("Back to the page before");
        for (String from :
                List.of(TestStack.APP_URL + "/w/" + shop.slug() + "/settings", "https://example.com/settings")) {
            Browser sent = stage.browser(shop.owner()).header("Referer", from);
            assertThat(sent.upload(
                                    "/w/" + shop.slug() + "/settings/logo",
                                    "logo",
                                    "logo.png",
                                    "image/png",
                                    new byte[10_600_000])
                            .body())
                    .satisfies(page -> assertThat(page.contains("href=\"/w/" + shop.slug() + "/settings\""))
                            .as(page)
                            .isEqualTo(from.startsWith(TestStack.APP_URL)));
        }
        assertThat(upload("image/png", new byte[2_200_000]).status()).isEqualTo(302);
        assertThat(page("/settings")).contains("at most 2 MB");
        assertThat(upload("image/png", picture("png", 10_001, 1)).status()).isEqualTo(302);
        assertThat(page("/settings")).contains("at most 50 megapixels, and 10,000 pixels a side");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFullPlanIsSaid() throws Exception {
        upload("image/png", picture("png", 20, 20));
        String before = logo(page("/settings"));
        narrowPlan();
        assertThat(upload("image/png", picture("png", 30, 30)).status()).isEqualTo(302);
        assertThat(page("/settings")).contains("Your storage is full").contains(before);
        assertThat(files()).hasSize(1);
    }

    /** As PostgreSQL answers when its disk is full, and when the role may not write. */
    @ParameterizedTest
    @CsvSource({"53100", "42501"})
    void aStoreThatTakesNothingIsSaidAndChangesNothing(String state) throws Exception {
        upload("image/png", picture("png", 20, 20));
        String before = logo(page("/settings"));
        List<@Nullable Object> trail = trail();
        Stage.all("create function core.refuse() returns trigger language plpgsql as $$ begin"
                + " raise exception 'refused' using errcode = '" + state + "'; end $$");
        try {
            Stage.all("create trigger refuse after insert on core.file for each row when (new.tenant_id = '"
                    + shop.tenant().value() + "') execute function core.refuse()");
            assertThat(upload("image/png", picture("png", 30, 30)).status()).isEqualTo(302);
        } finally {
            Stage.all("drop function core.refuse() cascade");
        }
        assertThat(page("/settings"))
                .contains("The file could not be stored, and nothing was changed")
                .contains(before);
        assertThat(files()).hasSize(1);
        assertThat(trail()).isEqualTo(trail);
        assertThat(upload("image/png", picture("png", 30, 30)).status()).isEqualTo(302);
        assertThat(page("/settings")).contains("Logo saved.");
    }

    private void narrowPlan() {
        Stage.all("insert into platform.plan (code, trial_days, sort, active) values ('full', 1, 9, true)"
                + " on conflict do nothing");
        Stage.all("insert into platform.plan_limit (plan_code, name, value) values ('full', 'storage_bytes', 1)"
                + " on conflict do nothing");
        Stage.all(
                "update platform.subscription set plan_code = 'full' where tenant_id = ?",
                shop.tenant().value());
    }

    private Answer upload(String type, byte[] content) {
        return owner.upload(base() + "/settings/logo", "logo", "logo.png", type, content);
    }

    private String page(String path) {
        Answer page = owner.get(base() + path);
        assertThat(page.status()).as(path).isEqualTo(200);
        return page.body();
    }

    private String logo(String page) {
        Matcher address =
                Pattern.compile("src=\"(" + base() + "/logo/[0-9a-f-]{36})\"").matcher(page);
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    private String base() {
        return "/w/" + shop.slug();
    }

    private byte[] content() throws IOException {
        return store.get(
                shop.tenant(),
                Stage.one(
                        "select sha256 from core.file where tenant_id = ?",
                        shop.tenant().value()));
    }

    private List<@Nullable Object> files() {
        return Stage.all(
                "select id from core.file where tenant_id = ?", shop.tenant().value());
    }

    private List<@Nullable Object> trail() {
        return Stage.all(
                "select id from core.audit_entry where tenant_id = ? order by id",
                shop.tenant().value());
    }

    /** A red picture. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();
        return out.toByteArray();
    }
}
