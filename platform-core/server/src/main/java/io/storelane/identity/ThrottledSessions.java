package io.storelane.identity;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;

/** Sessions whose last access is written at most once a minute, so that reading a page does not write a row. */
final class ThrottledSessions<S extends Session>
        implements FindByIndexNameSessionRepository<ThrottledSessions.Throttled<S>> {

    private static final Duration STEP = Duration.ofMinutes(1);

    private final FindByIndexNameSessionRepository<S> rows;

    ThrottledSessions(FindByIndexNameSessionRepository<S> rows) {
        this.rows = rows;
    }

    @Override
    public Throttled<S> createSession() {
        return new Throttled<>(rows.createSession());
    }

    @Override
    public void save(Throttled<S> session) {
        rows.save(session.row);
    }

    @Override
    public @Nullable Throttled<S> findById(String id) {
        S row = rows.findById(id);
        return row == null ? null : new Throttled<>(row);
    }

    @Override
    public void deleteById(String id) {
        rows.deleteById(id);
    }

    @Override
    public Map<String, Throttled<S>> findByIndexNameAndIndexValue(String indexName, String indexValue) {
        Map<String, Throttled<S>> found = new java.util.HashMap<>();
        rows.findByIndexNameAndIndexValue(indexName, indexValue)
                .forEach((id, row) -> found.put(id, new Throttled<>(row)));
        return found;
    }

    record Throttled<S extends Session>(S row) implements Session {

        @Override
        public void setLastAccessedTime(Instant time) {
            if (Duration.between(row.getLastAccessedTime(), time).compareTo(STEP) >= 0) {
                row.setLastAccessedTime(time);
            }
        }

        @Override
        public String getId() {
            return row.getId();
        }

        @Override
        public String changeSessionId() {
            return row.changeSessionId();
        }

        @Override
        public <T> @Nullable T getAttribute(String name) {
            return row.getAttribute(name);
        }

        @Override
        public Set<String> getAttributeNames() {
            return row.getAttributeNames();
        }

        @Override
        public void setAttribute(String name, @Nullable Object value) {
            if (value == null) {
                row.removeAttribute(name);
            } else {
                row.setAttribute(name, value);
            }
        }

        @Override
        public void removeAttribute(String name) {
            row.removeAttribute(name);
        }

        @Override
        public Instant getCreationTime() {
            return row.getCreationTime();
        }

        @Override
        public Instant getLastAccessedTime() {
            return row.getLastAccessedTime();
        }

        @Override
        public void setMaxInactiveInterval(Duration interval) {
            row.setMaxInactiveInterval(interval);
        }

        @Override
        public Duration getMaxInactiveInterval() {
            return row.getMaxInactiveInterval();
        }

        @Override
        public boolean isExpired() {
            return row.isExpired();
        }
    }
}
