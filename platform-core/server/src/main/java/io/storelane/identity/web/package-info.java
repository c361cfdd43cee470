/** Public pages, sign-up, login, account. */
@NullMarked
package io.storelane.identity.web;

import org.jspecify.annotations.NullMarked;
