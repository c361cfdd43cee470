package io.storelane.plugin.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What {@code /api/v1/p/<plugin>/openapi.json} says of a method of an {@link ApiController}. Fields, parameters and statuses are read off the
 * method itself. Chinese stands in {@code ui/messages_zh_CN.properties}, under {@code api.<operationId>} and {@code
 * api.<operationId>.details}; for {@code CardsApi.list} the id is {@code cards.list}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ApiOperation {

    /** What it does, as a heading: {@code List cards}. */
    String value();

    /** What has to be known to use it, if anything; Markdown. */
    String details() default "";

    /** Example of the body in JSON; empty if there is none. */
    String body() default "";

    /** Example of the answer in JSON; empty if there is none. Of a page, one element. */
    String answer() default "";
}
