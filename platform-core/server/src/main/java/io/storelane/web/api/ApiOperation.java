package io.storelane.web.api;

import io.storelane.access.Permission;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the reference says of a method of the API. Fields, parameters and statuses are read off the method itself; a test holds
 * the examples against its types, and asks each route with keys that lack the scope.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiOperation {

    /** What it does, as a heading: {@code Add a node}. */
    String value();

    /** What has to be known to use it, if anything; Markdown. */
    String details() default "";

    /** What the door requires; empty if every key may ask. */
    Permission[] scope() default {};

    /** Example of the body in JSON; empty if there is none. */
    String body() default "";

    /** Example of the answer in JSON; empty if there is none. Of a list, one element is enough: it is shown in its page. */
    String answer() default "";
}
