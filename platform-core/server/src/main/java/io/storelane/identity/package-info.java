/** Who somebody is: users, sign-up, login and logout through the identity provider, sessions. Owns {@code platform.app_user}, {@code platform.sign_up}, {@code platform.terms_acceptance} and the sessions in {@code infra}. */
@NullMarked
@ApplicationModule(allowedDependencies = {"notification", "problem", "tenancy", "web"})
package io.storelane.identity;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
