package io.storelane.notification;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** All kinds of notices, by their names. */
@Component
class NoticeKinds {

    private final Map<String, NoticeKind> kinds = new TreeMap<>();

    private final List<NoticeSource> sources;

    NoticeKinds(List<NoticeSource> sources) {
        this.sources = List.copyOf(sources);
        sources.stream().flatMap(source -> source.kinds().stream()).forEach(kind -> {
            if (kinds.put(kind.key(), kind) != null) {
                throw new IllegalStateException("Two modules bring the notice " + kind.key());
            }
        });
    }

    Collection<NoticeKind> all() {
        return Stream.concat(kinds.values().stream(), present()).toList();
    }

    Optional<NoticeKind> of(String key) {
        NoticeKind known = kinds.get(key);
        return known == null ? present().filter(kind -> kind.key().equals(key)).findFirst() : Optional.of(known);
    }

    private Stream<NoticeKind> present() {
        return sources.stream().flatMap(source -> source.presentKinds().stream());
    }
}
