package io.storelane.web.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter whose type is a record: parameters of the address that several operations take. The record's components say what they
 * are as parameters of a method do, with {@code @RequestParam} and {@link OneOf}.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface Query {}
