package io.storelane.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.storelane.member.MemberView;
import io.storelane.member.Members;
import io.storelane.organization.NodeView;
import io.storelane.organization.Organization;
import io.storelane.organization.Staff;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Slice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.web.util.HtmlUtils;

/** Lists of ten thousand: the last page is as near as the first, and each row is on one page. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Isolated
class LongListTests extends ServerTests {

    private static final Logger LOG = LoggerFactory.getLogger("lists");

    private static final int MANY = 10_000;

    /** A page on a machine that is busy with other things; a statement is ended by the database after five seconds. */
    private static final Duration IN_TIME = Duration.ofMillis(2_500);

    private final Stage stage;
    private final Members members;
    private final Staff staff;
    private final Organization organization;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private Person manager;

    @Autowired
    LongListTests(ApplicationContext context, Members members, Staff staff, Organization organization) {
        stage = new Stage(context);
        this.members = members;
        this.staff = staff;
        this.organization = organization;
    }

    /** Half of the places, and of the people who have a role and a position there, are in the north. */
    @BeforeAll
    void aLargeCompany() {
        shop = stage.shop();
        UUID top = stage.top(shop);
        UUID north = stage.node(shop, top, "North");
        UUID south = stage.node(shop, top, "South");
        manager = stage.member(shop, "Nora", "node_manager", north);
        UUID tenant = shop.tenant().value();
        String crowd = """
                with crowd as (
                  select g, md5('person' || g || '%1$s')::uuid as person, md5('place' || g || '%1$s')::uuid as place
                  from generate_series(1, %2$d) g)
                """.formatted(tenant, MANY);
        Stage.all(crowd + """
                insert into platform.app_user (id, subject, email, name, created_at)
                select person, person::text, 'crowd' || g || '@' || replace(?::text, '-', '') || '.example',
                  'Person ' || lpad((g / 3)::text, 5, '0'), now() from crowd""", tenant);
        Stage.all(crowd + """
                insert into platform.membership (tenant_id, user_id, status, since)
                select ?, person, 'active', now() - (g / 2) * interval '1 minute' from crowd""", tenant);
        Stage.all(crowd + """
                insert into core.org_node (tenant_id, id, parent_id, depth, path, code, name)
                select n.tenant_id, place, n.id, 2, n.path || g || '/', g::text, 'Place ' || lpad(g::text, 5, '0')
                from crowd join core.org_node n on n.id = case when g % 2 = 0 then ?::uuid else ?::uuid end""", north, south);
        Stage.all(crowd + """
                insert into core.role_assignment (tenant_id, id, user_id, role_id, node_id, granted_by, granted_at)
                select r.tenant_id, gen_random_uuid(), person, r.id, place, person, now()
                from crowd join core.role r on r.tenant_id = ? and r.code = 'auditor'""", tenant);
        Stage.all(crowd + """
                insert into core.staff_assignment (tenant_id, id, user_id, node_id, position_id, since)
                select p.tenant_id, gen_random_uuid(), person, place, p.id, now()
                from crowd join core.position p on p.tenant_id = ? and p.code = 'buyer'""", tenant);
        Stage.all("analyze");
    }

    @Test
    void eachMemberIsOnOnePageInEveryOrder() {
        for (String sort : List.of("name", "-name", "since", "-since")) {
            Members.Filter filter = new Members.Filter("", null, sort);
            List<UUID> forwards = walk(cursor -> members.find(filter, cursor, 2_000), MemberView::id);
            assertThat(forwards).as(sort).hasSize(MANY + 2).doesNotHaveDuplicates();
        }
    }

    @Test
    void eachPlaceAndEachAssignmentIsOnOnePage() {
        assertThat(walk(cursor -> organization.find("", cursor, 2_000), NodeView::id))
                .hasSize(MANY + 3)
                .doesNotHaveDuplicates();
        Staff.Filter all = new Staff.Filter("", null, null);
        assertThat(walk(cursor -> staff.find(all, cursor, 2_000), Staff.Assignment::id))
                .hasSize(MANY)
                .doesNotHaveDuplicates();
    }

    /** Reads all pages forwards, then back again, and compares. */
    private <T> List<UUID> walk(Function<String, Slice<T>> pages, Function<T, UUID> id) {
        List<List<T>> forwards = new ArrayList<>();
        Slice<T> page = read(pages, "");
        assertThat(page.previous()).isNull();
        forwards.add(page.rows());
        while (page.next() != null) {
            page = read(pages, Objects.requireNonNull(page.next()));
            forwards.add(page.rows());
        }
        List<List<T>> backwards = new ArrayList<>();
        backwards.add(page.rows());
        while (page.previous() != null) {
            page = read(pages, Objects.requireNonNull(page.previous()));
            backwards.addFirst(page.rows());
        }
        assertThat(backwards).isEqualTo(forwards);
        return forwards.stream().flatMap(List::stream).map(id).toList();
    }

    private <T> Slice<T> read(Function<String, Slice<T>> pages, String cursor) {
        return stage.as(shop.owner(), shop, () -> pages.apply(cursor));
    }

    @Test
    void aRowThatGoesMeanwhileHidesNoOther() {
        Members.Filter filter = new Members.Filter("person", null, "name");
        Slice<MemberView> first = read(cursor -> members.find(filter, cursor, 10), "");
        MemberView last = first.rows().getLast();
        Slice<MemberView> expected =
                read(cursor -> members.find(filter, cursor, 10), Objects.requireNonNull(first.next()));
        Stage.all(
                "update platform.membership set status = 'removed' where tenant_id = ? and user_id = ?",
                shop.tenant().value(),
                last.id());
        try {
            assertThat(read(cursor -> members.find(filter, cursor, 10), Objects.requireNonNull(first.next())))
                    .isEqualTo(expected);
        } finally {
            Stage.all(
                    "update platform.membership set status = 'active' where tenant_id = ? and user_id = ?",
                    shop.tenant().value(),
                    last.id());
        }
    }

    @Test
    void firstAndLastPageComeInTime() {
        Members.Filter byName = new Members.Filter("", null, "name");
        Staff.Filter all = new Staff.Filter("", null, null);
        for (Person person : List.of(shop.owner(), manager)) {
            Browser browser = stage.browser(person);
            boolean owner = person.equals(shop.owner());
            int few = (owner ? MANY : MANY / 2) - 20;
            String lastMembers = stage.as(
                    person,
                    shop,
                    () -> Objects.requireNonNull(members.find(byName, "", few).next()));
            String lastStaff = stage.as(
                    person,
                    shop,
                    () -> Objects.requireNonNull(staff.find(all, "", few).next()));
            String lastPlaces = stage.as(
                    person,
                    shop,
                    () -> Objects.requireNonNull(organization.find("", "", few).next()));
            turn(browser, "/members", "Person 00000");
            turn(browser, "/members?after=" + lastMembers, "Person 03333");
            turn(browser, "/members?q=person+033", "Person 03300");
            turn(browser, "/staff", "Person 00000");
            turn(browser, "/staff?after=" + lastStaff, "Person 03333");
            turn(browser, "/staff?q=person+033", "Person 03300");
            assertThat(open(browser, "/w/" + shop.slug() + "/departments").body())
                    .contains(owner ? "10,000 people" : "5,000 people");
            turn(browser, "/organization?view=list", owner ? "Place 00001" : "Place 00002");
            turn(browser, "/organization?view=list&after=" + lastPlaces, "Place 10000");
            turn(browser, "/organization?view=list&q=place+09", "Place 09000");
        }
    }

    /** Opens a page, then the next or the one before, and comes back to where it was. */
    private void turn(Browser browser, String path, String shown) {
        Answer page = open(browser, "/w/" + shop.slug() + path);
        assertThat(page.body()).as(path).contains(shown);
        String next = link(page, "next");
        String other = open(browser, next.isEmpty() ? link(page, "prev") : next).body();
        assertThat(other).as(path).doesNotContain(shown);
        Answer again = open(browser, next.isEmpty() ? link(other, "next") : link(other, "prev"));
        assertThat(again.body()).as(path).contains(shown);
    }

    private static Answer open(Browser browser, String path) {
        long began = System.nanoTime();
        Answer answer = browser.get(path);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        LOG.info("{} ms: {}", took.toMillis(), path);
        assertThat(answer.status()).as(path).isEqualTo(200);
        assertThat(took).as(path).isLessThan(IN_TIME);
        return answer;
    }

    private static String link(Answer page, String rel) {
        return link(page.body(), rel);
    }

    private static String link(String body, String rel) {
        Matcher link = Pattern.compile("rel=\"" + rel + "\" href=\"([^\"]+)\"").matcher(body);
        return link.find() ? HtmlUtils.htmlUnescape(link.group(1)) : "";
    }

    @Test
    void aSearchInTheTreeSaysThatThereIsMore() {
        Browser browser = stage.browser(shop.owner());
        String page =
                browser.get("/w/" + shop.slug() + "/organization?q=place+0").body();
        assertThat(page).contains("Only the first 50 matches are shown").contains("view=list&amp;q=place");
        assertThat(browser.get("/w/" + shop.slug() + "/organization?q=place+00001")
                        .body())
                .contains("Place 00001")
                .doesNotContain("Only the first 50");
    }

    @Test
    void whatIsNoCursorMeansTheBeginning() {
        Browser browser = stage.browser(shop.owner());
        String first = Objects.requireNonNull(read(
                        cursor -> members.find(new Members.Filter("", null, "name"), cursor, 50), "")
                .next());
        for (String cursor : List.of("x", "-1", "%25%25", "AAAA", "A".repeat(40), first.substring(1), first + "AAAA")) {
            for (String page : List.of("/members?sort=since&after=", "/members?after=", "/staff?after=")) {
                assertThat(browser.get("/w/" + shop.slug() + page + cursor).status())
                        .as(page + cursor)
                        .isEqualTo(200);
            }
        }
    }
}
