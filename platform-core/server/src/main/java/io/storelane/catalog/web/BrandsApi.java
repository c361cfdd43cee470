package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.Brands;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.OneOf;
import io.storelane.web.api.Paging;
import io.storelane.web.api.Versioned;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.net.URI;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Brands. */
@RestController
@RequestMapping("/api/v1/brands")
class BrandsApi {

    private static final String BRAND = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "name": "Hill", "products": 3, "version": 0}""";

    private static final String BODY = """
            {"name": "Hill"}""";

    private final Brands brands;

    BrandsApi(Brands brands) {
        this.brands = brands;
    }

    record Brand(UUID id, String name, long products, long version) implements Versioned {

        static Brand of(io.storelane.catalog.Brand b) {
            return new Brand(b.id(), b.name(), b.products(), b.version());
        }
    }

    record BrandBody(@NotBlank @Size(max = 100) String name) {}

    @ApiOperation(value = "List brands", scope = Permission.PRODUCTS_VIEW, answer = BRAND)
    @GetMapping
    ApiPage<Brand> list(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "name") @OneOf({"name", "-name"}) String sort,
            Paging page) {
        return ApiPage.of(brands.find(q.strip(), sort.startsWith("-"), page.cursor(), page.limit()), Brand::of);
    }

    @ApiOperation(value = "Read a brand", scope = Permission.PRODUCTS_VIEW, answer = BRAND)
    @GetMapping("/{id}")
    Brand get(@PathVariable UUID id) {
        return Brand.of(brands.brand(id));
    }

    @ApiOperation(value = "Add a brand", scope = Permission.PRODUCTS_MANAGE, body = BODY, answer = BRAND)
    @PostMapping
    ResponseEntity<Brand> add(@RequestBody BrandBody body) {
        UUID id = brands.add(body.name());
        return ResponseEntity.created(URI.create("/api/v1/brands/" + id)).body(get(id));
    }

    @ApiOperation(value = "Rename a brand", scope = Permission.PRODUCTS_MANAGE, body = BODY, answer = BRAND)
    @PutMapping("/{id}")
    Brand change(@PathVariable UUID id, @RequestBody BrandBody body) {
        brands.rename(id, body.name());
        return get(id);
    }

    @ApiOperation(value = "Delete a brand that no product has", scope = Permission.PRODUCTS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        brands.delete(id);
    }
}
