package io.storelane.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.access.Reach;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Ids;
import io.storelane.tenancy.Scope;
import java.util.List;
import java.util.UUID;
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
}
