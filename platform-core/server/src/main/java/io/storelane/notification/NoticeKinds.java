package io.storelane.notification;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** All kinds of notices, by their names. */
@Component
class NoticeKinds {

    private final Map<String, NoticeKind> kinds = new TreeMap<>();

    NoticeKinds(List<NoticeSource> sources) {
        sources.stream().flatMap(source -> source.kinds().stream()).forEach(kind -> {
            if (kinds.put(kind.key(), kind) != null) {
                throw new IllegalStateException("Two modules bring the notice " + kind.key());
            }
        });
    }

    Collection<NoticeKind> all() {
        return kinds.values();
    }

    Optional<NoticeKind> of(String key) {
        return Optional.ofNullable(kinds.get(key));
    }
}
