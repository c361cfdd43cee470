/** Lists as files: what a list has to say of itself, and how its rows become CSV or a workbook. */
@NullMarked
package io.storelane.web.list;

import org.jspecify.annotations.NullMarked;
