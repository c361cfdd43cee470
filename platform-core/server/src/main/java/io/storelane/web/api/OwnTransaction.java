package io.storelane.web.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a POST whose work must not join a transaction, such as grouped order intake. With an {@code Idempotency-Key}, the answer
 * is then kept after the work and not with it: a server that dies in between leaves a request that runs again when it is
 * repeated. So the work has to know its own repeats, for example by {@link ApiFilter#idempotencyKey}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OwnTransaction {}
