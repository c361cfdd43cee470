package io.storelane.catalog.web;

import io.storelane.catalog.CatalogProblem;
import io.storelane.catalog.Images;
import io.storelane.catalog.ProductImage;
import io.storelane.catalog.Products;
import io.storelane.catalog.Text;
import io.storelane.file.FileProblem;
import io.storelane.file.PictureSize;
import io.storelane.file.Pictures;
import io.storelane.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The pictures of a product: added, described, put in order, removed; and the files themselves. */
@Controller
class ImagesPage {

    private final Images images;
    private final Products products;
    private final ProductButtons buttons;

    ImagesPage(Images images, Products products, ProductButtons buttons) {
        this.images = images;
        this.products = products;
        this.buttons = buttons;
    }

    @PostMapping("/w/{workspace}/products/{id}/images")
    String add(
            @PathVariable UUID id,
            @RequestParam MultipartFile image,
            @RequestParam(defaultValue = "") String altZh,
            @RequestParam(defaultValue = "") String altEn,
            Locale locale,
            RedirectAttributes redirect)
            throws IOException {
        byte[] upload = image.getBytes();
        return buttons.press(
                () -> images.add(id, upload, new Text(altZh, altEn)), "image.added", page(id), locale, redirect);
    }

    @PostMapping("/w/{workspace}/products/{id}/images/{image}")
    String describe(
            @PathVariable UUID id,
            @PathVariable UUID image,
            @RequestParam(defaultValue = "") String altZh,
            @RequestParam(defaultValue = "") String altEn,
            Locale locale,
            RedirectAttributes redirect) {
        return buttons.press(
                () -> images.describe(id, image, new Text(altZh, altEn)), "image.changed", page(id), locale, redirect);
    }

    @PostMapping("/w/{workspace}/products/{id}/images/{image}/cover")
    String cover(@PathVariable UUID id, @PathVariable UUID image, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> move(id, image, Integer.MIN_VALUE), "image.ordered", page(id), locale, redirect);
    }

    @PostMapping("/w/{workspace}/products/{id}/images/{image}/later")
    String later(@PathVariable UUID id, @PathVariable UUID image, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> move(id, image, 1), "image.ordered", page(id), locale, redirect);
    }

    @PostMapping("/w/{workspace}/products/{id}/images/{image}/remove")
    String remove(@PathVariable UUID id, @PathVariable UUID image, Locale locale, RedirectAttributes redirect) {
        return buttons.press(() -> images.remove(id, image), "image.removed", page(id), locale, redirect);
    }

    /** The file in one of its sizes. Its address changes with the picture, so browsers keep it. */
    @GetMapping("/w/{workspace}/products/images/{file}")
    ResponseEntity<byte[]> file(@PathVariable UUID file, @RequestParam(defaultValue = "full") String size) {
        PictureSize wanted = PictureSize.of(size).orElseThrow(() -> new ProblemException(FileProblem.NOT_FOUND));
        Pictures.Picture picture = images.file(file, wanted);
        String end = picture.mediaType().endsWith("jpeg") ? "jpg" : "png";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(picture.mediaType()))
                .cacheControl(
                        CacheControl.maxAge(Duration.ofDays(365)).cachePrivate().immutable())
                .eTag(picture.sha256())
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", "inline; filename=product." + end)
                .body(picture.content());
    }

    private void move(UUID id, UUID image, int steps) {
        List<UUID> order = new ArrayList<>(
                products.product(id).images().stream().map(ProductImage::id).toList());
        int from = order.indexOf(image);
        if (from < 0) {
            throw new ProblemException(CatalogProblem.IMAGE_NOT_FOUND);
        }
        order.remove(from);
        order.add(Math.clamp((long) from + steps, 0, order.size()), image);
        images.order(id, order);
    }

    private static String page(UUID id) {
        return "/products/" + id + "#images";
    }
}
