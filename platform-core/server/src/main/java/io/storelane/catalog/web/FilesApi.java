package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.Images;
import io.storelane.file.FileProblem;
import io.storelane.file.PictureSize;
import io.storelane.file.Pictures;
import io.storelane.problem.ProblemException;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.OneOf;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Files: sent before they are used, and read. The logo is with the settings. */
@RestController
@RequestMapping("/api/v1/files")
class FilesApi {

    private final Images images;

    FilesApi(Images images) {
        this.images = images;
    }

    record Uploaded(UUID id) {}

    @ApiOperation(
            value = "Upload a file",
            details =
                    "The body is a PNG or JPEG picture, whatever its `Content-Type` says, which has to be `image/...`. Name its id when a"
                            + " picture is added to a product; one that is not used goes after a day.",
            scope = Permission.PRODUCTS_MANAGE,
            answer = """
                    {"id": "01a202ba-5c3d-7003-b3c3-862ecc38fd00"}""")
    @PostMapping(consumes = "image/*")
    ResponseEntity<Uploaded> upload(@RequestBody byte[] body) {
        UUID id = images.upload(body);
        return ResponseEntity.created(URI.create("/api/v1/files/" + id)).body(new Uploaded(id));
    }

    @ApiOperation(
            value = "Read a file",
            details =
                    "A picture of a product, PNG or JPEG; before it is one, who uploaded it may read it. `size` is `full`,"
                            + " `detail` or `list`.",
            scope = Permission.PRODUCTS_VIEW)
    @GetMapping("/{id}")
    ResponseEntity<byte[]> content(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "full") @OneOf({"full", "detail", "list"}) String size) {
        PictureSize wanted = PictureSize.of(size).orElseThrow(() -> new ProblemException(FileProblem.NOT_FOUND));
        Pictures.Picture picture = images.file(id, wanted);
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType(picture.mediaType()))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Disposition", "attachment")
                .body(picture.content());
    }
}
