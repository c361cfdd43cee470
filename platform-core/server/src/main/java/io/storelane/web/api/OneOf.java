package io.storelane.web.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter of an address: the values that it may have. Another one is answered with 400 that names the parameter: a list
 * that is not the one that was asked for must not pass for it. No value at all is the default.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
public @interface OneOf {

    String[] value();
}
