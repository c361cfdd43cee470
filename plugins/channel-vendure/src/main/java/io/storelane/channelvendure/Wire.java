package io.storelane.channelvendure;

import io.storelane.plugin.api.Outgoing;
import io.storelane.plugin.api.channel.Account;
import io.storelane.plugin.api.channel.ChannelFault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Asks the admin API of a shop, as whoever the account says; each way in which it fails has words. */
@Component
class Wire {

    private static final Duration REST = Duration.ofMinutes(2);
    private static final Duration BUSY = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int HUNDRED = 100;
    private static final int REDIRECTS = 3;
    private static final int FAULTS = 5;
    private static final int SHOWN = 300;
    private static final String TOKEN = "vendure-auth-token";

    /** What the server says of a call that came to nothing, and what there are words for. */
    private static final Set<String> KNOWN = Set.of(
            "NOT_PUBLIC",
            "NOT_ENCRYPTED",
            "NO_SUCH_HOST",
            "REFUSED",
            "NOT_CONNECTED",
            "TOO_SLOW",
            "TLS_UNTRUSTED",
            "TLS_EXPIRED",
            "TLS_NAME",
            "TLS_FAILED",
            "TOO_LARGE");

    private static final String LOGIN = """
            mutation ($user: String!, $password: String!) {
              login(username: $user, password: $password) { __typename ... on ErrorResult { errorCode message } }
            }""";

    private final Outgoing http;
    private final Sessions sessions;
    private final JsonMapper json = JsonMapper.builder().build();

    Wire(Outgoing http, Sessions sessions) {
        this.http = http;
        this.sessions = sessions;
    }

    /** The shop took the question and could not answer it: another one may be answered. */
    static final class Unanswered extends Exception {

        private static final long serialVersionUID = 1L;

        Unanswered(String message) {
            super(message);
        }
    }

    /**
     * Asks something.
     *
     * @return what stands under {@code data}
     * @throws ChannelFault if the shop cannot be reached, or does not let the account in
     * @throws Unanswered if it failed at this very question
     */
    JsonNode ask(Account account, String document, Map<String, ?> variables) throws ChannelFault, Unanswered {
        Access access = Access.of(account);
        if (!access.key().isEmpty()) {
            return data(access, send(access, "vendure-api-key", access.key(), document, variables));
        }
        Optional<String> kept = sessions.token(account.id(), access);
        if (kept.isPresent()) {
            JsonNode answer = send(access, "Authorization", "Bearer " + kept.get(), document, variables);
            if (!isRefused(answer)) {
                return data(access, answer);
            }
            sessions.forget(account.id()); // it has ended: once more with a new one
        }
        String token = login(access);
        sessions.keep(account.id(), access, token);
        return data(access, send(access, "Authorization", "Bearer " + token, document, variables));
    }

    /** Forgets whoever is logged in, so that what was entered is tried. */
    void anew(Account account) {
        sessions.forget(account.id());
    }

    private String login(Access access) throws ChannelFault, Unanswered {
        Outgoing.Answer answer =
                post(access, request(access, LOGIN, Map.of("user", access.user(), "password", access.password())));
        JsonNode login = data(access, read(access, answer)).path("login");
        if (!login.path("__typename").asString("").equals("CurrentUser")) {
            throw ChannelFault.credentials("vendure.fault.login", access.user());
        }
        return answer.header(TOKEN)
                .filter(t -> !t.isBlank())
                .orElseThrow(() -> ChannelFault.credentials("vendure.fault.token"));
    }

    private JsonNode send(Access access, String header, String value, String document, Map<String, ?> variables)
            throws ChannelFault {
        return read(access, post(access, request(access, document, variables).header(header, value)));
    }

    private Outgoing.Request request(Access access, String document, Map<String, ?> variables) {
        Outgoing.Request request = Outgoing.Request.json(
                "POST", access.address(), json.writeValueAsString(Map.of("query", document, "variables", variables)));
        return access.channel().isEmpty() ? request : request.header("vendure-token", access.channel());
    }

    private Outgoing.Answer post(Access access, Outgoing.Request request) throws ChannelFault {
        try {
            return http.send(request);
        } catch (Outgoing.OutgoingException e) {
            String fault = String.valueOf(e.getMessage());
            throw ChannelFault.later(
                    REST, "vendure.http." + (KNOWN.contains(fault) ? fault : "BROKEN"), access.address());
        }
    }

    private JsonNode read(Access access, Outgoing.Answer answer) throws ChannelFault {
        int status = answer.status();
        if (status == TOO_MANY) {
            throw ChannelFault.later(answer.retryAfter().orElse(BUSY), "vendure.fault.busy");
        }
        if (status / HUNDRED == REDIRECTS) {
            throw ChannelFault.later(
                    REST,
                    "vendure.fault.moved",
                    access.address(),
                    answer.header("Location").orElse("?"));
        }
        JsonNode body = body(answer);
        boolean graphql = body.has("data") || body.path("errors").isArray();
        if (graphql && (status == OK || status == BAD_REQUEST || status / HUNDRED == FAULTS)) {
            return body;
        }
        if (status / HUNDRED == FAULTS) {
            throw ChannelFault.later(answer.retryAfter().orElse(REST), "vendure.fault.down", status(status));
        }
        if (status == UNAUTHORIZED || status == FORBIDDEN) {
            throw ChannelFault.credentials("vendure.fault.gate", access.address(), status(status));
        }
        throw ChannelFault.later(REST, "vendure.fault.page", access.address(), status(status));
    }

    /** As a text: numbers are said with commas. */
    private static String status(int status) {
        return Integer.toString(status);
    }

    private JsonNode body(Outgoing.Answer answer) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    private static String code(JsonNode answer) {
        return answer.at("/errors/0/extensions/code").asString("");
    }

    private static boolean isRefused(JsonNode answer) {
        return Set.of("FORBIDDEN", "UNAUTHORIZED").contains(code(answer));
    }

    private static JsonNode data(Access access, JsonNode answer) throws ChannelFault, Unanswered {
        if (answer.path("errors").isEmpty()) {
            return answer.path("data");
        }
        if (isRefused(answer)) {
            throw ChannelFault.credentials(
                    access.key().isEmpty() ? "vendure.fault.forbidden" : "vendure.fault.key",
                    access.user(),
                    answer.path("errors")
                            .valueStream()
                            .map(e -> e.path("path").path(0).asString("?"))
                            .distinct()
                            .sorted()
                            .collect(Collectors.joining(", ")));
        }
        if (code(answer).equals("CHANNEL_NOT_FOUND")) {
            throw ChannelFault.credentials("vendure.fault.channel");
        }
        String message = answer.at("/errors/0/message").asString("?");
        throw new Unanswered(message.substring(0, Math.min(message.length(), SHOWN)));
    }
}
