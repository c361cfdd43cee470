package io.storelane.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.TestStack;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** A secret is read by the server and by nobody who has the database; keys are changed while it is in use. */
@Isolated
class SecretTests extends ServerTests {

    private static final String PURPOSE = "test";

    @Autowired
    ApplicationContext context;

    @Autowired
    Database database;

    @Autowired
    Secrets secrets;

    @Autowired
    SecretRotation rotation;

    @Autowired
    TransactionTemplate transaction;

    private Workspace shop;

    @BeforeEach
    void aWorkspace() {
        shop = new Stage(context).shop();
    }

    private <T> T in(Workspace workspace, Supplier<T> work) {
        return Scope.tenant(workspace.tenant())
                .call(() -> Objects.requireNonNull(transaction.execute(_ -> work.get())));
    }

    private UUID keep(String text) {
        return in(shop, () -> secrets.keep(PURPOSE, text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(Map<UUID, byte[]> read, UUID id) {
        return new String(Objects.requireNonNull(read.get(id)), StandardCharsets.UTF_8);
    }

    private String read(Secrets by, UUID id) {
        return in(shop, () -> text(by.read(PURPOSE, List.of(id)), id));
    }

    private List<Object> rows(String sql) {
        return Stage.all(sql, shop.tenant().value()).stream()
                .map(Objects::requireNonNull)
                .toList();
    }

    private Secrets with(String key, String... before) {
        return new Secrets(
                database, new MasterKey(new SecretProperties(key, List.of(before))), context.getBean(Clock.class));
    }

    @Test
    void whatIsStoredSaysNothingAndIsTiedToItsPlace() {
        UUID id = keep("open sesame");
        assertThat(read(secrets, id)).isEqualTo("open sesame");
        assertThat(new String(
                        (byte[]) rows("select sealed from core.secret where tenant_id = ?")
                                .getFirst(),
                        StandardCharsets.ISO_8859_1))
                .doesNotContain("sesame");
        assertThat(in(shop, () -> secrets.read("another purpose", List.of(id)))).isEmpty();
        UUID other = keep("another");
        Stage.all(
                "update core.secret set sealed = (select sealed from core.secret where id = ?) where id = ?",
                id,
                other);
        assertThatThrownBy(() -> read(secrets, other)).hasMessageContaining("not what was stored there");
        Stage.all("update core.secret set purpose = 'x' where id = ?", id);
        assertThatThrownBy(() -> in(shop, () -> secrets.read("x", List.of(id))))
                .hasMessageContaining("not what was stored there");
    }

    @Test
    void rotationSealsAllAnewAndTheyAreReadAllTheTime() throws Exception {
        List<UUID> ids =
                IntStream.range(0, 450).mapToObj(i -> keep("secret " + i)).toList();
        List<Object> before = rows("select key_id from core.secret where tenant_id = ? order by id limit 1");
        List<Object> sealed = rows("select sealed from core.secret where tenant_id = ? order by id limit 1");
        // somebody reads and keeps meanwhile
        Stage.together(List.of(() -> rotation.run(), () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(read(secrets, ids.get(i))).isEqualTo("secret " + i);
                keep("new " + i);
            }
            return 0L;
        }));
        for (int i = 0; i < ids.size(); i += 50) {
            assertThat(read(secrets, ids.get(i))).isEqualTo("secret " + i);
        }
        assertThat(rows("select distinct key_id from core.secret where tenant_id = ?"))
                .isEqualTo(rows("select primary_id from core.secret_key where tenant_id = ?"))
                .hasSize(1)
                .doesNotContainAnyElementsOf(before);
        assertThat(rows("select sealed from core.secret where tenant_id = ? order by id limit 1")
                        .getFirst())
                .isNotEqualTo(sealed.getFirst());
        // the old key is gone: what it sealed cannot be read with the keys of now
        Stage.all("update core.secret set sealed = ? where id = ?", sealed.getFirst(), ids.getFirst());
        assertThatThrownBy(() -> read(secrets, ids.getFirst())).hasMessageContaining("not what was stored there");
    }

    @Test
    void anotherMasterKeyReadsWhatTheOneBeforeSealedAndAfterARotationItAlone() {
        String old = TestStack.get().serverEnv("http://localhost").get("STORELANE_SECRET_KEY");
        String next = "another master key, as long as it has to be";
        UUID id = keep("open sesame");
        assertThatThrownBy(() -> read(with(next), id)).hasMessageContaining("STORELANE_SECRET_PREVIOUS_KEYS");
        Secrets changing = with(next, Objects.requireNonNull(old));
        assertThat(read(changing, id)).isEqualTo("open sesame");
        Scope.tenant(shop.tenant()).run(() -> {
            transaction.executeWithoutResult(_ -> changing.renewKey());
            transaction.executeWithoutResult(_ -> changing.sealAnew());
            transaction.executeWithoutResult(_ -> changing.sealAnew());
        });
        assertThat(read(with(next), id)).isEqualTo("open sesame");
        assertThatThrownBy(() -> read(secrets, id)).isInstanceOf(IllegalStateException.class);
        // others of this run find their workspaces as they were
        Stage.all("delete from core.secret where tenant_id = ?", shop.tenant().value());
        Stage.all(
                "delete from core.secret_key where tenant_id = ?", shop.tenant().value());
    }

    @Test
    void aServerWithoutAMasterKeyDoesNotStart() {
        assertThatThrownBy(() -> new SecretProperties("", List.of())).hasMessageContaining("storelane.secret.key");
        assertThatThrownBy(() -> new SecretProperties("short", List.of())).hasMessageContaining("32");
    }
}
