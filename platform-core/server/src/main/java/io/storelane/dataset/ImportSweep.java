package io.storelane.dataset;

import io.storelane.file.KeptContents;
import io.storelane.file.Uploads;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Gives up imports of more than a week ago, with their files, when the store is swept. */
@Component
class ImportSweep implements KeptContents {

    private final ImportFiles files;
    private final Uploads uploads;

    ImportSweep(ImportFiles files, Uploads uploads) {
        this.files = files;
        this.uploads = uploads;
    }

    /** What is uploaded has rows of module {@code file}. */
    @Override
    public Set<String> among(List<String> names) {
        return Set.of();
    }

    @Override
    public void expire() {
        uploads.forget(Imports.PURPOSE, files.forgetOld());
    }
}
