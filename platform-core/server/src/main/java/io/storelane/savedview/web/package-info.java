@NullMarked
package io.storelane.savedview.web;

import org.jspecify.annotations.NullMarked;
