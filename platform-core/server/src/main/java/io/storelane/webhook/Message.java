package io.storelane.webhook;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is sent, in the form of Standard Webhooks: the id stays the same however often it is sent, the signature is made anew.
 *
 * @param id of the event
 * @param body JSON
 */
record Message(UUID id, String body) {

    static final String TEST = "webhook.test";

    /** @param payload of the event, JSON; null for a trial */
    static Message of(
            JsonMapper json,
            UUID id,
            String type,
            Instant happenedAt,
            String objectType,
            UUID objectId,
            @Nullable UUID actor,
            @Nullable String payload) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("id", id);
        data.put("aggregateType", objectType);
        data.put("aggregateId", objectId);
        data.put("actor", actor);
        data.put("payload", payload == null ? Map.of() : json.readTree(payload));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("timestamp", happenedAt.toString());
        message.put("data", data);
        return new Message(id, json.writeValueAsString(message));
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    /** @param secrets one, or two while they change; whoever has either can check it */
    Map<String, String> headers(List<byte[]> secrets, Instant now) {
        String signatures = secrets.stream()
                .map(secret -> signature(secret, now.getEpochSecond()))
                .collect(Collectors.joining(" "));
        return Map.of(
                "webhook-id",
                id.toString(),
                "webhook-timestamp",
                Long.toString(now.getEpochSecond()),
                "webhook-signature",
                signatures);
    }

    private String signature(byte[] secret, long seconds) {
        try {
            return new Webhook(secret).sign(id.toString(), seconds, body);
        } catch (WebhookSigningException e) {
            throw new IllegalStateException(e);
        }
    }
}
