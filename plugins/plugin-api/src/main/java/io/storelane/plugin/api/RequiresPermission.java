package io.storelane.plugin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may ask for a page: at a method of a controller, or at the controller for all of its methods. A page that says nothing
 * is answered with 403, to everybody.
 *
 * <pre>{@code
 * @Controller
 * class CardsPage {
 *     @GetMapping("/cards")
 *     @RequiresPermission("loyalty.view")
 *     String cards(Model model) { ... }
 * }
 * }</pre>
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresPermission {

    /** One that {@code plugin.permissions} declares, or one of the core such as {@code orders.view}. */
    String value();
}
