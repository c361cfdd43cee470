package io.storelane.plugin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a {@code @RestController} for programs: its methods stand below {@code /api/v1/p/<plugin>} instead of the pages' path, and are
 * asked with an API key of the workspace. The server asks for the key, counts requests, repeats answers to an {@code Idempotency-Key},
 * reads bodies to the letter and answers faults with problem documents (RFC 9457), as in the rest of its API. Each method says {@link
 * RequiresPermission}, which the key must have been made for, and {@link ApiOperation}.
 *
 * <pre>{@code
 * @RestController
 * @ApiController
 * class CardsApi {
 *     record Card(UUID id, String holder) {}
 *
 *     @ApiOperation(value = "List cards", answer = "{\"id\": \"01a202ba-5c3d-74df-b3c3-862ecc38fdbd\", \"holder\": \"Ann\"}")
 *     @GetMapping("/cards")
 *     @RequiresPermission("loyalty.view")
 *     ApiPage<Card> cards(ApiPaging page) { ... }
 * }
 * }</pre>
 *
 * <p>A {@code ResponseStatusException} is answered with its status and its reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiController {}
