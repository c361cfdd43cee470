package io.storelane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.access.Permission;
import io.storelane.api.ApiKeys;
import io.storelane.member.Members;
import io.storelane.support.ApiClient;
import io.storelane.support.ApiClient.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Jobs as programs start and see them: no more is done than the key allows at that moment. */
class JobApiTests extends ServerTests {

    private static final String JOBS = "/api/v1/jobs";
    private static final Duration SOON = Duration.ofSeconds(30);

    @Autowired
    ApplicationContext context;

    @Autowired
    ReadyMarks ready;

    private Stage stage;
    private Workspace shop;
    private UUID top;

    @BeforeEach
    void aWorkspace() {
        stage = new Stage(context);
        shop = stage.shop();
        top = stage.top(shop);
    }

    private List<Person> people(int number) {
        return Stream.generate(() -> stage.member(shop, "Leaver", "auditor", top))
                .limit(number)
                .toList();
    }

    private static String members(List<Person> people) {
        return people.stream().map(p -> "\"" + p.id() + "\"").collect(Collectors.joining(",", "{\"members\": [", "]}"));
    }

    private static String started(ApiClient program, List<Person> people) {
        Answer answer = program.post("/api/v1/members/remove", members(people));
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        return answer.header("Location");
    }

    private void awaitState(String job, String state) {
        await().atMost(SOON)
                .until(() -> Stage.one("select state from core.job where id = ?::uuid", id(job))
                        .equals(state));
    }

    private static String id(String job) {
        return job.substring(job.lastIndexOf('/') + 1);
    }

    /** As if no server had come to it yet. */
    private void again(String job) {
        Stage.all("update core.job_item set state = 'waiting' where job_id = ?::uuid", id(job));
        Stage.all(
                "update core.job set state = 'waiting', worker = '', done = 0, failed = 0, lease_until = now() where id = ?::uuid",
                id(job));
        ready.repair();
    }

    private static long removals(Person person) {
        return Stage.<Long>one(
                "select count(*) from core.event where type = 'member.removed' and aggregate_id = ?", person.id());
    }

    @Test
    void aProgramStartsAJobAndSeesEachItem() {
        ApiClient program = stage.program(shop.owner(), shop, top);
        List<Person> people = people(2);

        String job = started(
                program, Stream.concat(people.stream(), Stream.of(shop.owner())).toList());
        awaitState(job, "done");

        Answer read = program.get(job);
        assertThat(read.at("/done")).isEqualTo("3");
        assertThat(read.at("/failed")).isEqualTo("1");
        assertThat(read.at("/requester")).endsWith("(API)");
        Answer first = program.get(job + "/items?limit=2");
        Answer rest = program.get(job + "/items?limit=2&after=" + first.at("/next"));
        assertThat(first.json().at("/data")).hasSize(2);
        assertThat(rest.json().at("/data")).hasSize(1);
        assertThat(rest.json().at("/next").isNull()).isTrue();
        Answer failed = program.with("Accept-Language", "zh-CN").get(job + "/items?state=failed");
        assertThat(failed.at("/data/0/error/code")).isEqualTo("role/exceeds-own-rights");
        assertThat(failed.at("/data/0/error/detail")).matches(".*\\p{IsHan}.*");
        assertThat(program.get(JOBS + "?state=done").at("/data/0/id")).isEqualTo(id(job));
        assertThat(program.get(JOBS + "?kind=members.remove").at("/data/0/id")).isEqualTo(id(job));
        assertThat(program.get(JOBS + "?kind=imports.run").json().at("/data")).isEmpty();
        assertThat(program.post(job + "/cancel", "").problem()).isEqualTo("job/already-over");
        assertThat(program.get(job + "/items?limit=0").status()).isEqualTo(422);
        assertThat(people).allMatch(p -> removals(p) == 1);
    }

    @Test
    void aProgramSeesItsOwnJobsOnly() {
        ApiClient one = new ApiClient(stage.key(shop.owner(), shop, top, Set.of(Permission.MEMBERS_MANAGE))
                .token());
        ApiClient other = new ApiClient(stage.key(shop.owner(), shop, top, Set.of(Permission.MEMBERS_MANAGE))
                .token());
        ApiClient manages = stage.program(shop.owner(), shop, top);
        String job = started(one, people(1));
        UUID byHand = stage.as(
                shop.owner(),
                shop,
                () -> context.getBean(Members.class)
                        .removeAll(List.of(people(1).getFirst().id())));

        assertThat(one.get(job).status()).isEqualTo(200);
        assertThat(one.get(JOBS + "/" + byHand).status()).isEqualTo(404);
        assertThat(one.get(JOBS).json().at("/data")).hasSize(1);
        assertThat(other.get(job).status()).isEqualTo(404);
        assertThat(other.post(job + "/cancel", "").status()).isEqualTo(404);
        assertThat(other.post(job + "/repeat", "").status()).isEqualTo(404);
        assertThat(other.get(job + "/items").status()).isEqualTo(404);
        assertThat(other.get(JOBS).json().at("/data")).isEmpty();
        assertThat(manages.get(JOBS).json().at("/data")).hasSize(2);
    }

    @Test
    void aJobMayDoWhatItsKeyMayAndNotWhatItsMakerMay() {
        ApiKeys.Made key = stage.key(shop.owner(), shop, top, Set.of(Permission.MEMBERS_MANAGE));
        List<Person> people = people(1);
        String job = started(new ApiClient(key.token()), people);
        awaitState(job, "done");
        Person stays = people(1).getFirst();
        Stage.all("update core.job_item set ref = ? where job_id = ?::uuid", stays.id(), id(job));
        UUID outlet = stage.node(shop, top, "Outlet");
        Stage.all("update core.api_key set node_id = ? where id = ?", outlet, key.id());

        again(job);
        awaitState(job, "done");

        assertThat(removals(stays)).isZero();
        assertThat(Stage.<String>one("select message_key from core.job_item where job_id = ?::uuid", id(job)))
                .isEqualTo("problem.member.NOT_FOUND");
    }

    @Test
    void aJobEndsWithItsKeyAndSaysSo() {
        ApiClient manages = stage.program(shop.owner(), shop, top);
        for (String end : List.of("revoked_at", "expires_at")) {
            ApiKeys.Made key = stage.key(shop.owner(), shop, top, Set.of(Permission.MEMBERS_MANAGE));
            Person stays = people(1).getFirst();
            String job = started(new ApiClient(key.token()), people(1));
            awaitState(job, "done");
            Stage.all("update core.job_item set ref = ? where job_id = ?::uuid", stays.id(), id(job));
            Stage.all("update core.api_key set " + end + " = now() where id = ?", key.id());

            again(job);
            awaitState(job, "failed");

            assertThat(removals(stays)).isZero();
            assertThat(manages.get(job + "/items").at("/data/0/state")).isEqualTo("skipped");
            assertThat(manages.get(job + "/items").at("/data/0/error/code"))
                    .isEqualTo(end.equals("revoked_at") ? "api/key-revoked" : "api/key-expired");
        }
    }

    @Test
    void whoManagesJobsDealsWithFailedEvents() {
        ApiClient program = stage.program(shop.owner(), shop, top);
        ApiClient narrow = new ApiClient(stage.key(shop.owner(), shop, top, Set.of(Permission.MEMBERS_MANAGE))
                .token());
        UUID first = dead();
        UUID second = dead();
        String events = "/api/v1/failed-events";

        assertThat(program.get(events).json().at("/data")).hasSize(2);
        assertThat(narrow.get(events).status()).isEqualTo(403);
        Answer read = program.get(events + "/" + first);
        assertThat(read.at("/consumer")).isEqualTo("probe");
        assertThat(read.json().at("/payload").isObject()).isTrue();
        assertThat(program.post(events + "/" + first + "/discard", "{\"reason\": \" \"}")
                        .status())
                .isEqualTo(422);
        assertThat(program.post(events + "/" + first + "/discard", "{\"reason\": \"By hand\"}")
                        .status())
                .isEqualTo(204);
        assertThat(program.get(events + "/" + first).problem()).isEqualTo("event/not-found");
        assertThat(program.post(events + "/" + second + "/replay", "").status()).isEqualTo(204);
        assertThat(Stage.<Long>one("select count(*) from core.event_failure where id = ? and state = 'dead'", second))
                .isZero();
        assertThat(Stage.<Long>one(
                        "select count(*) from core.audit_entry where tenant_id = ? and action in ('event.replayed','event.discarded')",
                        shop.tenant().value()))
                .isEqualTo(2);
    }

    private UUID dead() {
        UUID id = UUID.randomUUID();
        Stage.all("""
                insert into core.event_failure (tenant_id, id, consumer, event_id, aggregate_id, epoch, seq, type, state, next_at, since)
                select tenant_id, ?, 'probe', e.id, aggregate_id, epoch, seq, type, 'dead', now(), now() from core.event e
                where tenant_id = ? and not exists (select from core.event_failure f where f.event_id = e.id) limit 1""", id, shop.tenant().value());
        return id;
    }

    @Test
    void theListTakesEachKindThatThereIs() {
        Set<String> kinds = context.getBeansOfType(JobHandler.class).values().stream()
                .flatMap(handler -> handler.kinds().stream())
                .collect(Collectors.toSet());
        Set<String> said = new HashSet<>();
        new ApiClient("")
                .get("/api/v1/openapi.json")
                .json()
                .at("/paths/~1api~1v1~1jobs/get/parameters")
                .forEach(parameter -> {
                    if (parameter.at("/name").asString("").equals("kind")) {
                        parameter.at("/schema/enum").forEach(kind -> said.add(kind.asString()));
                    }
                });
        assertThat(said).isEqualTo(kinds);
        String page = stage.browser(shop.owner())
                .get("/w/" + shop.slug() + "/jobs?kind=imports.run")
                .body();
        assertThat(page).containsPattern("value=\"imports.run\"[^>]*selected").doesNotContain("??");
        kinds.forEach(kind -> assertThat(page).contains("value=\"" + kind + "\""));
    }
}
