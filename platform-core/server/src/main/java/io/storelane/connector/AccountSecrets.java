package io.storelane.connector;

import io.storelane.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Secrets of accounts: those of one are sealed together. */
@Component
class AccountSecrets {

    private static final String PURPOSE = "channel.account";

    private final Secrets secrets;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    AccountSecrets(Secrets secrets, TransactionTemplate transactionTemplate, JsonMapper json) {
        this.secrets = secrets;
        this.transaction = transactionTemplate;
        this.json = json;
    }

    /** The account with all that was entered. */
    Connected open(AccountView account) {
        return open(List.of(account)).getFirst();
    }

    /** The same of several, in their order. */
    List<Connected> open(List<AccountView> accounts) {
        List<UUID> ids = accounts.stream()
                .map(AccountView::secretId)
                .filter(Objects::nonNull)
                .toList();
        Map<UUID, byte[]> sealed =
                Objects.requireNonNull(transaction.execute(_ -> ids.isEmpty() ? Map.of() : secrets.read(PURPOSE, ids)));
        return accounts.stream().map(a -> opened(a, sealed)).toList();
    }

    private Connected opened(AccountView account, Map<UUID, byte[]> sealed) {
        Map<String, String> values = new HashMap<>(account.settings());
        values.putAll(values(account.secretId() == null ? null : sealed.get(account.secretId())));
        return new Connected(account.id(), account.channelId(), account.name(), account.currency(), values);
    }

    /** By field; within a transaction. */
    Map<String, String> read(@Nullable UUID secret) {
        return secret == null
                ? Map.of()
                : values(secrets.read(PURPOSE, List.of(secret)).get(secret));
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> values(byte @Nullable [] sealed) {
        return sealed == null
                ? Map.of()
                : json.readValue(new String(sealed, StandardCharsets.UTF_8), LinkedHashMap.class);
    }

    /** Keeps these in the place of those before. @return where; null if there are none */
    @Nullable UUID replace(@Nullable UUID before, Map<String, String> values) {
        forget(before);
        return values.isEmpty()
                ? null
                : secrets.keep(PURPOSE, json.writeValueAsString(values).getBytes(StandardCharsets.UTF_8));
    }

    void forget(@Nullable UUID secret) {
        if (secret != null) {
            secrets.forget(List.of(secret));
        }
    }
}
