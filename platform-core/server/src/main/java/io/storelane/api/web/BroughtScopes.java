package io.storelane.api.web;

import io.storelane.access.BroughtPermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What keys may be made for beside the server's own permissions. */
@Component
class BroughtScopes {

    private final List<BroughtPermissions> sources;

    BroughtScopes(List<BroughtPermissions> sources) {
        this.sources = List.copyOf(sources);
    }

    List<BroughtPermissions.Brought> all() {
        return sources.stream().flatMap(source -> source.brought().stream()).toList();
    }

    Set<String> names() {
        return all().stream().map(BroughtPermissions.Brought::name).collect(Collectors.toSet());
    }
}
