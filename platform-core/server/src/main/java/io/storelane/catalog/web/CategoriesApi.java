package io.storelane.catalog.web;

import io.storelane.access.Permission;
import io.storelane.catalog.Categories;
import io.storelane.web.api.ApiOperation;
import io.storelane.web.api.ApiPage;
import io.storelane.web.api.IfMatch;
import io.storelane.web.api.Versioned;
import java.net.URI;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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

/** The tree of categories. */
@RestController
@RequestMapping("/api/v1/categories")
class CategoriesApi {

    private static final String CATEGORY = """
            {"id": "01a202ba-5c3d-74df-b3c3-862ecc38fdbd", "parentId": null, "depth": 0,
             "name": {"zh": "杯子", "en": "Mugs"}, "sort": 100, "products": 3, "version": 0}""";

    private static final String BODY = """
            {"name": {"zh": "杯子", "en": "Mugs"}, "sort": 100}""";

    private final Categories categories;

    CategoriesApi(Categories categories) {
        this.categories = categories;
    }

    record Category(UUID id, @Nullable UUID parentId, int depth, Words name, int sort, long products, long version)
            implements Versioned {

        static Category of(io.storelane.catalog.Category c) {
            return new Category(
                    c.id(), c.parentId(), c.depth(), Words.of(c.name()), c.sort(), c.products(), c.version());
        }
    }

    record CategoryBody(
            @Nullable UUID parentId, Words name, @Nullable Integer sort) {

        Categories.Details details() {
            return new Categories.Details(
                    parentId, name.text("/name", Categories.NAME_LENGTH), sort == null ? 100 : sort);
        }
    }

    @ApiOperation(
            value = "List categories",
            details =
                    "All of them, parents before children. With `q`, those that have it in their name, and what is above them.",
            scope = Permission.PRODUCTS_VIEW,
            answer = CATEGORY)
    @GetMapping
    ApiPage<Category> list(@RequestParam(defaultValue = "") String q) {
        return ApiPage.whole(CategoriesPage.matching(categories.tree(), q).stream()
                .map(Category::of)
                .toList());
    }

    @ApiOperation(value = "Read a category", scope = Permission.PRODUCTS_VIEW, answer = CATEGORY)
    @GetMapping("/{id}")
    Category get(@PathVariable UUID id) {
        return Category.of(categories.category(id));
    }

    @ApiOperation(value = "Add a category", scope = Permission.PRODUCTS_MANAGE, body = BODY, answer = CATEGORY)
    @PostMapping
    ResponseEntity<Category> add(@RequestBody CategoryBody body) {
        UUID id = categories.add(body.details());
        return ResponseEntity.created(URI.create("/api/v1/categories/" + id)).body(get(id));
    }

    @ApiOperation(
            value = "Change a category",
            details = "Another `parentId` moves it with all below it.",
            scope = Permission.PRODUCTS_MANAGE,
            body = BODY,
            answer = CATEGORY)
    @PutMapping("/{id}")
    Category change(@PathVariable UUID id, @IfMatch long version, @RequestBody CategoryBody body) {
        categories.change(id, version, body.details());
        return get(id);
    }

    @ApiOperation(value = "Delete a category in which nothing stands", scope = Permission.PRODUCTS_MANAGE)
    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable UUID id) {
        categories.delete(id);
    }
}
