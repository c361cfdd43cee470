package io.storelane.file;

import static io.storelane.support.Stage.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.catalog.Images;
import io.storelane.catalog.ProductDetails;
import io.storelane.catalog.ProductImage;
import io.storelane.catalog.ProductKind;
import io.storelane.catalog.Products;
import io.storelane.catalog.Text;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Browser;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.TenantId;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Pictures of products and the folder that they lie in. */
@Isolated
class FileTests extends ServerTests {

    private final Stage stage;
    private final Products products;
    private final Images images;
    private final FileStore store;
    private final FileSweep sweep;
    private final Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID product;

    @Autowired
    FileTests(ApplicationContext context) {
        stage = new Stage(context);
        products = context.getBean(Products.class);
        images = context.getBean(Images.class);
        store = context.getBean(FileStore.class);
        sweep = context.getBean(FileSweep.class);
        folder = context.getBean(FileProperties.class).folder();
    }

    @BeforeEach
    void aProduct() {
        shop = stage.shop();
        product = owner(() -> products.add(
                new ProductDetails(ProductKind.GOODS, new Text("", "Mug"), Text.NONE, null, null, List.of(), List.of()),
                List.of()));
    }

    @Test
    void aPictureIsKeptInThreeSizesAndServedSafely() throws Exception {
        UUID file = add(picture("jpeg", 2_000, 1_000));
        assertThat(side(file, PictureSize.FULL)).isEqualTo(1_600);
        assertThat(side(file, PictureSize.DETAIL)).isEqualTo(800);
        assertThat(side(file, PictureSize.LIST)).isEqualTo(160);
        assertThat(names()).hasSize(3);

        String address = "/w/" + shop.slug() + "/products/images/" + file;
        Browser browser = stage.browser(shop.owner());
        Browser.Answer answer = browser.get(address + "?size=list");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("image/jpeg");
        assertThat(answer.header("Cache-Control")).contains("private", "immutable", "max-age=31536000");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Content-Security-Policy")).isEqualTo("default-src 'none'; sandbox");
        assertThat(browser.header("If-None-Match", answer.header("ETag"))
                        .get(address + "?size=list")
                        .status())
                .isEqualTo(304);
        assertThat(browser.get(address + "?size=huge").status()).isEqualTo(404);

        Workspace other = stage.shop();
        Browser stranger = stage.browser(other.owner());
        assertThat(stranger.get(address).status()).isEqualTo(404);
        assertThat(stranger.get("/w/" + other.slug() + "/products/images/" + file)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aPictureThatWasTakenUprightStandsUpright() throws Exception {
        UUID file = add(turned(picture("jpeg", 400, 200)));
        BufferedImage kept = decoded(file, PictureSize.FULL);
        assertThat(kept.getWidth()).isEqualTo(200);
        assertThat(kept.getHeight()).isEqualTo(400);
        // the red left side is on top now
        assertThat(new Color(kept.getRGB(100, 20)).getRed()).isGreaterThan(200);
        assertThat(new Color(kept.getRGB(100, 380)).getRed()).isLessThan(60);
    }

    @Test
    void whatWouldUnfoldToTooMuchOrIsNoPictureIsRefused() throws Exception {
        refused(FileProblem.TOO_MANY_PIXELS, () -> add(claiming(9_000, 9_000)));
        refused(FileProblem.TOO_MANY_PIXELS, () -> add(claiming(Integer.MAX_VALUE, 1)));
        refused(FileProblem.NOT_A_PICTURE, () -> add("GIF89a".getBytes(StandardCharsets.US_ASCII)));
        refused(FileProblem.NOT_A_PICTURE, () -> add("<svg xmlns=\"x\"/>".getBytes(StandardCharsets.US_ASCII)));
        refused(FileProblem.NOT_A_PICTURE, () -> add(picture("gif", 4, 4)));
        byte[] broken = picture("png", 300, 300);
        refused(FileProblem.NOT_A_PICTURE, () -> add(java.util.Arrays.copyOf(broken, broken.length / 2)));
        refused(FileProblem.TOO_LARGE, () -> add(new byte[Pictures.MAX_BYTES + 1]));
        assertThat(names()).isEmpty();
        assertThat(rows()).isZero();
    }

    @Test
    void contentGoesWithTheSweepAfterItsLastRow() throws Exception {
        byte[] upload = picture("png", 300, 200);
        UUID first = add(upload);
        UUID second = add(upload);
        List<String> names = names();
        assertThat(names).hasSizeBetween(1, 3);
        remove(first);
        sweep.run();
        assertThat(names()).isEqualTo(names);
        assertThat(side(second, PictureSize.FULL)).isEqualTo(300);
        remove(second);
        assertThat(names()).isEqualTo(names);
        sweep.run();
        assertThat(names()).isEmpty();
        add(upload);
        assertThat(names()).isEqualTo(names);
        stage.run(shop.owner(), shop, () -> products.delete(product));
        sweep.run();
        assertThat(names()).isEmpty();
    }

    @Test
    void anUploadThatNobodyUsesGoesAfterADay() throws Exception {
        Answer sent = stage.program(shop.owner(), shop, stage.top(shop))
                .with("Content-Type", "image/png")
                .send("POST", "/api/v1/files", picture("png", 20, 20));
        assertThat(sent.status()).as(sent.body()).isEqualTo(201);
        sweep.run();
        assertThat(rows()).isOne();
        Stage.all(
                "update core.file set created_at = now() - interval '25 hours' where tenant_id = ?",
                shop.tenant().value());
        sweep.run();
        assertThat(rows()).isZero();
        assertThat(names()).isEmpty();
    }

    @Test
    void whatWasWrittenForNothingIsSweptAndOthersIsLeftAlone() throws Exception {
        byte[] content = {1, 2, 3};
        String name = "a".repeat(64);
        store.put(shop.tenant(), name, content);
        TenantId unknown = new TenantId(UUID.randomUUID());
        store.put(unknown, name, content);
        sweep.run();
        assertThat(names()).isEmpty();
        assertThat(store.get(unknown, name)).isEqualTo(content);
        store.delete(unknown, name);
        Assertions.assertThatThrownBy(() -> store.get(unknown, name)).isInstanceOf(NoSuchFileException.class);
        Assertions.assertThatThrownBy(() -> store.get(unknown, "../../secret"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aStoreThatTakesNothingIsSaidAndNothingIsWritten() throws Exception {
        Path blocked = folder.resolve(shop.tenant().toString());
        Files.createDirectories(folder);
        Files.createFile(blocked);
        long version = owner(() -> products.product(product)).version();
        try {
            refused(FileProblem.NOT_STORED, () -> add(picture("png", 20, 20)));
        } finally {
            Files.delete(blocked);
        }
        assertThat(rows()).isZero();
        assertThat(owner(() -> products.product(product)).version()).isEqualTo(version);
        add(picture("png", 20, 20));
        assertThat(rows()).isEqualTo(1);
    }

    private UUID add(byte[] upload) {
        UUID image = owner(() -> images.add(product, upload, Text.NONE));
        return owner(() -> products.product(product)).images().stream()
                .filter(i -> i.id().equals(image))
                .map(ProductImage::fileId)
                .findFirst()
                .orElseThrow();
    }

    private void remove(UUID file) {
        UUID image = owner(() -> products.product(product)).images().stream()
                .filter(i -> i.fileId().equals(file))
                .findFirst()
                .orElseThrow()
                .id();
        stage.run(shop.owner(), shop, () -> images.remove(product, image));
    }

    private int side(UUID file, PictureSize size) throws IOException {
        return decoded(file, size).getWidth();
    }

    private BufferedImage decoded(UUID file, PictureSize size) throws IOException {
        return ImageIO.read(
                new ByteArrayInputStream(owner(() -> images.file(file, size)).content()));
    }

    private List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        store.names(shop.tenant(), names::addAll);
        return names;
    }

    private long rows() {
        return Stage.one(
                "select count(*) from core.file where tenant_id = ?",
                shop.tenant().value());
    }

    private <T extends @Nullable Object> T owner(Supplier<T> work) {
        return stage.as(shop.owner(), shop, work);
    }

    /** A picture whose left half is red, the other one blue. */
    private static byte[] picture(String format, int width, int height) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, width / 2, height);
        graphics.setColor(Color.BLUE);
        graphics.fillRect(width / 2, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(picture, format, out)).isTrue();
        return out.toByteArray();
    }

    /** The JPEG as of a camera that was held a quarter turn to the left. */
    private static byte[] turned(byte[] jpeg) {
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            6,
            0,
            0,
            0,
            0,
            0,
            0
        };
        return ByteBuffer.allocate(jpeg.length + exif.length)
                .put(jpeg, 0, 20)
                .put(exif)
                .put(jpeg, 20, jpeg.length - 20)
                .array();
    }

    /** A small PNG that claims to be of this size. */
    private static byte[] claiming(int width, int height) throws IOException {
        byte[] png = picture("png", 10, 10);
        ByteBuffer.wrap(png).putInt(16, width).putInt(20, height);
        CRC32 sum = new CRC32();
        sum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) sum.getValue());
        return png;
    }
}
