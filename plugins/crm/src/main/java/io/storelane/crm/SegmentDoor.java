package io.storelane.crm;

import io.storelane.crm.api.CustomerSegments;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What other plugins are answered. */
@Service
@Transactional(readOnly = true)
class SegmentDoor implements CustomerSegments {

    private record Named(UUID id, String name) implements Segment {}

    private final Segments segments;

    SegmentDoor(Segments segments) {
        this.segments = segments;
    }

    @Override
    public List<Segment> all() {
        return segments.all().stream()
                .<Segment>map(s -> new Named(s.id(), s.name()))
                .toList();
    }

    @Override
    public boolean contains(UUID segment, UUID customer) {
        return segments.find(segment)
                .map(s -> segments.contains(s.rule(), customer))
                .orElse(false);
    }

    @Override
    public List<UUID> members(UUID segment, @Nullable UUID after, int most) {
        if (most < 1 || most > MOST) {
            throw new IllegalArgumentException("most is 1 to " + MOST + ", not " + most);
        }
        return segments.find(segment)
                .map(s -> segments.ids(s.rule(), after, most))
                .orElse(List.of());
    }
}
