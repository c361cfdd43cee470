package io.storelane.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.storelane.member.Members;
import io.storelane.support.Browser;
import io.storelane.support.Browser.Answer;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.ReadyMarks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/** Work that takes longer than a request: each item once, as the person who asked, whatever happens to the server. */
class JobTests extends ServerTests {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final Jobs jobs;
    private final Members members;
    private final ReadyMarks ready;
    private final Stage stage;

    @Autowired
    JobTests(ApplicationContext context, Jobs jobs, Members members, ReadyMarks ready) {
        this.jobs = jobs;
        this.members = members;
        this.ready = ready;
        this.stage = new Stage(context);
    }

    private JobView job(Workspace shop, UUID id) {
        return stage.as(shop.owner(), shop, () -> jobs.job(id));
    }

    private void awaitState(Workspace shop, UUID id, JobState state) {
        await().atMost(SOON).until(() -> job(shop, id).state() == state);
    }

    private List<Person> people(Workspace shop, int number) {
        UUID top = stage.top(shop);
        return Stream.generate(() -> stage.member(shop, "Leaver", "auditor", top))
                .limit(number)
                .toList();
    }

    private UUID remove(Person person, Workspace shop, List<Person> leavers) {
        return stage.as(
                person,
                shop,
                () -> members.removeAll(leavers.stream().map(Person::id).toList()));
    }

    private static void lease(UUID id, String until, String more) {
        Stage.all("update core.job set lease_until = now() + ?::interval" + more + " where id = ?", until, id);
    }

    private static long removals(Person person) {
        return Stage.<Long>one(
                "select count(*) from core.event where type = 'member.removed' and aggregate_id = ?", person.id());
    }

    @Test
    void eachItemIsDoneOrSaysWhyNot() {
        Workspace shop = stage.shop();
        List<Person> leavers = people(shop, 3);
        Browser owner = stage.browser(shop.owner());
        UUID id = stage.as(
                shop.owner(),
                shop,
                () -> members.removeAll(Stream.concat(leavers.stream(), Stream.of(shop.owner()))
                        .map(Person::id)
                        .toList()));
        awaitState(shop, id, JobState.DONE);
        JobView job = job(shop, id);
        assertThat(job.done()).isEqualTo(4);
        assertThat(job.failed()).isEqualTo(1);
        assertThat(leavers).allMatch(p -> removals(p) == 1);
        Answer page = owner.get("/w/" + shop.slug() + "/jobs/" + id);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.body()).contains("Remove members", "3", "Failed").doesNotContain("??");
        assertThat(owner.get("/w/" + shop.slug() + "/jobs/" + id + "/export").body())
                .contains("Leaver");
        assertThat(owner.get("/w/" + shop.slug() + "/jobs").body()).contains(id.toString());
        Answer stream = owner.get("/w/" + shop.slug() + "/jobs/" + id + "/events");
        assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
        assertThat(stream.body()).contains("event: done", "\"failed\":1");
    }

    @Test
    void thePageStartsAJobAndShowsIt() {
        Workspace shop = stage.shop();
        Person leaver = people(shop, 1).getFirst();
        Answer answer = stage.browser(shop.owner())
                .post(
                        "/w/" + shop.slug() + "/members/remove",
                        Map.of("id", leaver.id().toString()));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/jobs/");
        await().atMost(SOON).until(() -> removals(leaver) == 1);
    }

    @Test
    void othersDoNotSeeAJobUnlessTheyManageAll() {
        Workspace shop = stage.shop();
        Person auditor = people(shop, 1).getFirst();
        UUID id = stage.as(
                shop.owner(),
                shop,
                () -> members.removeAll(List.of(people(shop, 1).getFirst().id())));
        Stage.refused(JobProblem.NOT_FOUND, () -> stage.run(auditor, shop, () -> jobs.job(id)));
        assertThat(stage.as(auditor, shop, () -> jobs.count(new Jobs.Filter("", "", ""))))
                .isZero();
        assertThat(stage.browser(auditor)
                        .get("/w/" + shop.slug() + "/jobs/" + id + "/events")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aJobOfAKilledServerGoesOnAndDoesNothingTwice() {
        Workspace shop = stage.shop();
        List<Person> leavers = people(shop, 4);
        UUID id = remove(shop.owner(), shop, leavers);
        awaitState(shop, id, JobState.DONE);
        // two items as if they had not been reached when the server died with the job in its hands
        Stage.all("update core.job_item set state = 'waiting' where job_id = ? and position >= 2", id);
        lease(id, "-1 second", ", state = 'running', worker = 'dead', done = 2, finished_at = null");
        ready.repair();
        awaitState(shop, id, JobState.DONE);
        assertThat(job(shop, id).done()).isEqualTo(4);
        assertThat(job(shop, id).failed())
                .isEqualTo(2); // they had left already: the door says so, nothing is written twice
        assertThat(leavers).allMatch(p -> removals(p) == 1);
    }

    @Test
    void aJobOfAPersonWhoHasGoneStops() {
        Workspace shop = stage.shop();
        Person admin = stage.member(shop, "Admin", "administrator", stage.top(shop));
        List<Person> leavers = people(shop, 2);
        UUID id = remove(admin, shop, leavers);
        awaitState(shop, id, JobState.DONE);
        stage.run(shop.owner(), shop, () -> members.remove(admin.id()));
        Stage.all("update core.job_item set state = 'waiting' where job_id = ?", id);
        lease(id, "-1 second", ", state = 'waiting', worker = '', done = 0");
        ready.repair();
        awaitState(shop, id, JobState.FAILED);
        assertThat(stage.as(shop.owner(), shop, () -> jobs.items(id, 10)))
                .allMatch(i -> i.state().equals("skipped") && i.messageKey().endsWith("REQUESTER_GONE"));
    }

    @Test
    void aCancelledJobLeavesOutTheRestAndCanBeRunAgain() {
        Workspace shop = stage.shop();
        List<Person> leavers = people(shop, 2);
        UUID id = remove(shop.owner(), shop, leavers);
        awaitState(shop, id, JobState.DONE);
        Stage.all("update core.job_item set state = 'waiting' where job_id = ?", id);
        lease(id, "1 hour", ", state = 'running', worker = 'mine', done = 0");
        stage.run(shop.owner(), shop, () -> jobs.cancel(id));
        lease(id, "-1 second", "");
        ready.repair();
        awaitState(shop, id, JobState.CANCELLED);
        assertThat(stage.as(shop.owner(), shop, () -> jobs.items(id, 10)))
                .allMatch(i -> i.state().equals("skipped"));
        Stage.refused(JobProblem.ALREADY_OVER, () -> stage.run(shop.owner(), shop, () -> jobs.cancel(id)));
        stage.run(shop.owner(), shop, () -> jobs.repeat(id));
        awaitState(shop, id, JobState.DONE);
        assertThat(job(shop, id).done()).isEqualTo(2);
    }

    /** Such as those of a plugin that stands still: they wait, and nobody waits for them. */
    @Test
    void jobsThatNobodyHereDoesKeepNoOthersFromBeingDone() {
        Workspace shop = stage.shop();
        List<UUID> parked = Stream.generate(() -> stage.as(
                        shop.owner(),
                        shop,
                        () -> jobs.start("nobody.knows", Map.of(), List.of(new Jobs.NewItem(null, "One")))))
                .limit(3)
                .toList();
        await().atMost(SOON)
                .until(() -> parked.stream()
                        .allMatch(id -> Stage.<Boolean>one(
                                "select worker = '' and lease_until > now() + interval '5 seconds' from core.job where id = ?",
                                id)));
        Person leaver = people(shop, 1).getFirst();
        UUID id = remove(shop.owner(), shop, List.of(leaver));
        await().atMost(Duration.ofSeconds(10)).until(() -> job(shop, id).state() == JobState.DONE);
        assertThat(parked).allMatch(one -> job(shop, one).state() == JobState.RUNNING);
        // three that are due before another are looked at one after the other, not one in half a minute
        parked.forEach(one -> lease(one, "-1 minute", ", attempts = 0"));
        Stage.all("update core.job_item set state = 'waiting' where job_id = ?", id);
        lease(id, "-1 second", ", state = 'waiting', worker = '', done = 0");
        ready.repair();
        await().atMost(Duration.ofSeconds(15)).until(() -> job(shop, id).state() == JobState.DONE);
        parked.forEach(one -> stage.run(shop.owner(), shop, () -> jobs.cancel(one)));
        // and they end when somebody cancels them, though nobody here works on them
        parked.forEach(one -> lease(one, "-1 second", ""));
        ready.repair();
        await().atMost(SOON)
                .until(() -> parked.stream().allMatch(one -> job(shop, one).state() == JobState.CANCELLED));
    }

    @Test
    void aJobHasItems() {
        Workspace shop = stage.shop();
        Stage.refused(
                JobProblem.NOTHING_CHOSEN,
                () -> stage.run(shop.owner(), shop, () -> jobs.start("members.remove", Map.of(), List.of())));
    }

    @Test
    void whatRunsIsSeenWhereItWasStarted() {
        Workspace shop = stage.shop();
        List<Person> leavers = people(shop, 2);
        Person other = stage.member(shop, "Other", "administrator", stage.top(shop));
        Browser owner = stage.browser(shop.owner());
        String here = "/w/" + shop.slug() + "/jobs/here?of=";
        assertThat(owner.get("/w/" + shop.slug() + "/members").body()).contains(here + "members");
        UUID id = remove(shop.owner(), shop, leavers);
        awaitState(shop, id, JobState.DONE);
        assertThat(owner.get(here + "members").body())
                .contains(id.toString(), "2 of 2 items done")
                .doesNotContain("every 2s", "??");
        lease(id, "1 hour", ", state = 'running', worker = 'mine', done = 1");
        assertThat(owner.get(here + "members").body()).contains("1 of 2 items done", "every 2s", "/cancel");
        assertThat(owner.get(here + "orders").body()).doesNotContain(id.toString());
        assertThat(stage.browser(other).get(here + "members").body()).doesNotContain(id.toString());
        lease(id, "1 hour", ", state = 'done', worker = '', done = 2, finished_at = now() - interval '11 minutes'");
        assertThat(owner.get(here + "members").body()).doesNotContain(id.toString());
    }

    @Test
    void itemsAreSeenAndExportedByTheirState() {
        Workspace shop = stage.shop();
        List<Person> leavers = people(shop, 2);
        UUID id = stage.as(
                shop.owner(),
                shop,
                () -> members.removeAll(Stream.concat(leavers.stream(), Stream.of(shop.owner()))
                        .map(Person::id)
                        .toList()));
        awaitState(shop, id, JobState.DONE);
        Stage.all("""
                insert into core.job_item (tenant_id, job_id, position, label, state)
                select tenant_id, id, n, 'Row ' || n, 'done' from core.job, generate_series(10, 300) n where id = ?""", id);
        Browser owner = stage.browser(shop.owner());
        String page = "/w/" + shop.slug() + "/jobs/" + id;

        assertThat(owner.get(page + "?state=failed").body()).contains("Ming").doesNotContain("Leaver", "Row 10<", "??");
        assertThat(owner.get(page + "?state=skipped").body()).contains("No items in this state");
        String done = owner.get(page + "?state=done").body();
        assertThat(done).contains("Row 207<", "state=done&amp;after=207").doesNotContain("Row 208<");
        assertThat(owner.get(page + "?state=done&after=207").body())
                .contains("Row 208<", "Row 300<")
                .doesNotContain("Row 207<");
        assertThat(owner.get(page + "/export?state=failed").body())
                .contains("Ming")
                .doesNotContain("Leaver");
        assertThat(owner.get(page + "/export").body()).contains("Ming", "Leaver", "Row 300");
        assertThat(owner.get(page + "?state=nonsense").status()).isEqualTo(200);
    }
}
