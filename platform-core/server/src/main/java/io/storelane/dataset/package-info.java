/**
 * Files in: a table is uploaded, its columns are matched with fields, it is looked at without a change, then written by a job, and
 * each row says what became of it. A module brings its kind of file as an {@link io.storelane.dataset.ImportKind}. Owns
 * {@code core.import_file}, {@code core.import_part}, {@code core.import_outcome}, {@code core.import_mapping}.
 */
@NullMarked
@ApplicationModule(
        allowedDependencies = {"access", "audit", "file", "job", "problem", "tenancy", "ui", "web", "workspace"})
package io.storelane.dataset;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
