package io.storelane.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.access.Reach;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** Records are found by any part of their text, in their own tenant and reach alone. */
class SearchTests extends ServerTests {

    private static final Reach EVERYWHERE = new Reach(List.of("/"));

    @Autowired
    ApplicationContext context;

    @Autowired
    Search search;

    @Autowired
    Database database;

    @Autowired
    TransactionTemplate transaction;

    private Workspace workspace;

    @BeforeEach
    void aWorkspace() {
        workspace = new Stage(context).shop();
    }

    private UUID put(Workspace in, SearchKind kind, String path, String text) {
        UUID id = Ids.next();
        Scope.tenant(in.tenant())
                .run(() -> transaction.executeWithoutResult(
                        _ -> search.put(kind, List.of(new SearchText(id, path, text)))));
        return id;
    }

    private List<UUID> find(Workspace in, SearchKind kind, String query, Reach reach) {
        return Scope.tenant(in.tenant()).call(() -> search.find(kind, query, reach, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "西湖, true",
        "湖龙, true",
        "龙, true",
        "龍井, false",
        "LONGJING, true",
        "ongj, true",
        "ＬＯＮＧ, true",
        "690123, true",
        "tea 西湖, true",
        "tea 东湖, false",
        "井tea, false",
        "100%, true",
        "'', false",
        "_, false"
    })
    void anyPartOfTheTextIsFound(String query, boolean found) {
        UUID id = put(workspace, SearchKind.PRODUCT, "/", "西湖龙井 Longjing tea\n6901234567892 100% O'Brien");
        assertThat(find(workspace, SearchKind.PRODUCT, query, EVERYWHERE).contains(id))
                .isEqualTo(found);
    }

    @Test
    void whatIsNotInReachIsNotFound() {
        UUID id = put(workspace, SearchKind.ORDER, "/a/b/", "Longjing");
        assertThat(find(workspace, SearchKind.ORDER, "longjing", new Reach(List.of("/a/"))))
                .containsExactly(id);
        assertThat(find(workspace, SearchKind.ORDER, "longjing", new Reach(List.of("/a/c/", "/b/"))))
                .isEmpty();
        assertThat(find(workspace, SearchKind.ORDER, "longjing", Reach.NOTHING)).isEmpty();
        assertThat(find(workspace, SearchKind.CUSTOMER, "longjing", EVERYWHERE)).isEmpty();
    }

    @Test
    void anotherTenantFindsNothing() {
        put(workspace, SearchKind.PRODUCT, "/", "Longjing");
        Workspace other = new Stage(context).shop();
        UUID own = put(other, SearchKind.PRODUCT, "/", "Longjing too");
        assertThat(find(other, SearchKind.PRODUCT, "longjing", EVERYWHERE)).containsExactly(own);
    }

    @Test
    void aChangedTextIsFoundAnewAndADroppedOneNotAtAll() {
        UUID id = put(workspace, SearchKind.PRODUCT, "/", "Longjing");
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(
                        _ -> search.put(SearchKind.PRODUCT, List.of(new SearchText(id, "/", "Biluochun")))));
        assertThat(find(workspace, SearchKind.PRODUCT, "longjing", EVERYWHERE)).isEmpty();
        assertThat(find(workspace, SearchKind.PRODUCT, "luoch", EVERYWHERE)).containsExactly(id);
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(_ -> search.drop(SearchKind.PRODUCT, id)));
        assertThat(find(workspace, SearchKind.PRODUCT, "luoch", EVERYWHERE)).isEmpty();
    }

    /** Read one by one or by their grams, orders are found by the same words. */
    @Test
    void aNewOrderIsFoundAtOnceAndByItsGramsLater() {
        List<SearchText> orders = IntStream.range(0, 1_100)
                .mapToObj(n -> new SearchText(Ids.next(), "/", "N" + (1000 + n) + " 西湖龙井 \uD83C\uDF75 Longjing"))
                .toList();
        Scope.tenant(workspace.tenant())
                .run(() -> transaction.executeWithoutResult(_ ->
                        search.addOrders(orders.stream().collect(Collectors.toMap(o -> o, _ -> workspace.tenant())))));
        UUID first = orders.getFirst().record();
        UUID last = orders.getLast().record();
        for (boolean gathered : new boolean[] {false, true}) {
            assertThat(fresh()).isEqualTo(gathered ? 100 : 1_100);
            assertThat(find(workspace, SearchKind.ORDER, "n1000", EVERYWHERE)).containsExactly(first);
            assertThat(find(workspace, SearchKind.ORDER, "湖龙 2099 longj", EVERYWHERE))
                    .containsExactly(last);
            assertThat(find(workspace, SearchKind.ORDER, "\uD83C\uDF75 1000", EVERYWHERE))
                    .containsExactly(first);
            assertThat(find(workspace, SearchKind.ORDER, "井", EVERYWHERE)).hasSize(100);
            assertThat(find(workspace, SearchKind.ORDER, "n1000 東", EVERYWHERE)).isEmpty();
            boolean more = Scope.tenant(workspace.tenant()).call(search::gather);
            assertThat(more).isEqualTo(!gathered);
        }
    }

    private long fresh() {
        return Stage.<Number>one(
                        "select count(*) from core.search_fresh where tenant_id = ?",
                        workspace.tenant().value())
                .longValue();
    }

    /** A group that names one tenant writes no text for another. */
    @Test
    void aTextForATenantThatIsNotNamedIsRefused() {
        Workspace other = new Stage(context).shop();
        Map<SearchText, TenantId> foreign = Map.of(new SearchText(Ids.next(), "/", "foreign"), other.tenant());
        for (Scope scope :
                List.of(Scope.tenant(workspace.tenant()), new Scope.Group(new TreeSet<>(Set.of(workspace.tenant()))))) {
            assertThatThrownBy(() -> scope.run(() -> transaction.executeWithoutResult(_ -> search.addOrders(foreign))))
                    .rootCause()
                    .hasMessageContaining("does not name");
        }
        assertThat(find(other, SearchKind.ORDER, "foreign", EVERYWHERE)).isEmpty();
    }

    @Test
    void gramsAreThoseOfTheDatabase() {
        Grams grams = new Grams(workspace.tenant(), SearchKind.ORDER);
        Random random = new Random(1);
        for (int n = 0; n < 200; n++) {
            String text = Search.content(random.ints(random.nextInt(40), 0, 4)
                    .mapToObj(kind -> switch (kind) {
                        case 0 -> Character.toString('a' + random.nextInt(26));
                        case 1 -> Character.toString(0x4e00 + random.nextInt(5_000));
                        case 2 -> " ";
                        default -> Character.toString(0x1f300 + random.nextInt(100));
                    })
                    .collect(Collectors.joining()));
            List<Long> expected = Scope.tenant(workspace.tenant())
                    .call(() -> transaction.execute(_ -> database.core()
                            .sql("select unnest(core.search_grams('order', ?))")
                            .param(text)
                            .query(Long.class)
                            .list()));
            assertThat(grams.of(text)).as(text).containsExactlyInAnyOrderElementsOf(expected);
        }
    }
}
