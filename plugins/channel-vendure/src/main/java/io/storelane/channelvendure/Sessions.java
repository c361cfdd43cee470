package io.storelane.channelvendure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Tokens of logins that still hold, in memory alone: another server logs in by itself. */
@Component
class Sessions {

    private static final int MOST = 1_000;

    /** @param access what it was opened with */
    private record Open(Access access, String token) {}

    private final Map<UUID, Open> open = new LinkedHashMap<>();

    synchronized Optional<String> token(UUID account, Access access) {
        return Optional.ofNullable(open.get(account))
                .filter(o -> o.access().equals(access))
                .map(Open::token);
    }

    synchronized void keep(UUID account, Access access, String token) {
        open.remove(account);
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(account, new Open(access, token));
    }

    synchronized void forget(UUID account) {
        open.remove(account);
    }
}
