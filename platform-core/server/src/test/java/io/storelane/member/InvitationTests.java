package io.storelane.member;

import static io.storelane.support.Stage.attempt;
import static io.storelane.support.Stage.refused;
import static io.storelane.support.Stage.together;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.storelane.problem.ProblemException;
import io.storelane.support.Person;
import io.storelane.support.ServerTests;
import io.storelane.support.Stage;
import io.storelane.support.Workspace;
import io.storelane.tenancy.Slice;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.transaction.support.TransactionTemplate;

/** An invitation lets one person in, once, for a while. */
class InvitationTests extends ServerTests {

    private final Stage stage;
    private final Invitations invitations;
    private final InvitationTokens tokens;
    private final TransactionTemplate transaction;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Workspace shop;

    @SuppressWarnings("NullAway.Init") // set before each test
    private UUID top;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Person invited;

    @Autowired
    InvitationTests(
            ApplicationContext context,
            Invitations invitations,
            InvitationTokens tokens,
            TransactionTemplate transactionTemplate) {
        stage = new Stage(context);
        this.invitations = invitations;
        this.tokens = tokens;
        this.transaction = transactionTemplate;
    }

    @BeforeEach
    void aShop() {
        shop = stage.shop();
        top = stage.top(shop);
        invited = stage.person("Ines");
    }

    @Test
    void letsThePersonInWithTheRoleItNames() {
        UUID id = invite();
        assertThat(stage.access(invited, shop)).isNull();
        assertThat(stage.asPerson(invited, () -> invitations.offersTo(invited.email())))
                .hasSize(1);
        assertThat(accept(invited, token(id))).isEqualTo(shop.slug());
        assertThat(stage.access(invited, shop)).isNotNull();
        assertThat(stage.asPerson(invited, () -> invitations.offersTo(invited.email())))
                .isEmpty();
        assertThat(state(id)).isEqualTo("accepted");
    }

    @Test
    void worksOnce() {
        UUID id = invite();
        String token = token(id);
        accept(invited, token);
        refused(MemberProblem.INVITATION_USED, () -> accept(invited, token));
        refused(MemberProblem.INVITATION_USED, () -> stage.asPerson(invited, () -> invitations.offer(token)));
    }

    @Test
    void worksOnceForTwoBrowsersAtOnce() throws Exception {
        UUID id = invite();
        String token = token(id);
        Callable<Boolean> use = attempt(() -> accept(invited, token));
        assertThat(together(List.of(use, use, use, use))).containsOnlyOnce(true);
        assertThat(Stage.<Long>one("select count(*) from core.role_assignment where user_id = ?", invited.id()))
                .isOne();
    }

    @Test
    void endsWithItsTime() {
        UUID id = invite();
        String token = token(id);
        Stage.all("update core.invitation set expires_at = now() - interval '1 second' where id = ?", id);
        refused(MemberProblem.INVITATION_EXPIRED, () -> accept(invited, token));
        assertThat(stage.asPerson(invited, () -> invitations.offersTo(invited.email())))
                .isEmpty();
        assertThat(owner(() -> invitations.find("", "", 50).rows()).getFirst().state())
                .isEqualTo("expired");
        assertThat(stage.access(invited, shop)).isNull();
    }

    @Test
    void endsWhenItIsTakenBack() {
        UUID id = invite();
        String token = token(id);
        stage.run(shop.owner(), shop, () -> invitations.revoke(id));
        refused(MemberProblem.INVITATION_REVOKED, () -> accept(invited, token));
        refused(MemberProblem.INVITATION_REVOKED, () -> stage.run(shop.owner(), shop, () -> invitations.resend(id)));
        assertThatThrownBy(() -> stage.asPerson(invited, () -> invitations.accept(id, invited.email())))
                .isInstanceOf(ProblemException.class);
        assertThat(stage.access(invited, shop)).isNull();
    }

    @Test
    void isForTheAddressItWasSentTo() {
        UUID id = invite();
        String token = token(id);
        Person other = stage.person("Other");
        refused(MemberProblem.WRONG_ACCOUNT, () -> accept(other, token));
        refused(
                MemberProblem.INVITATION_NOT_FOUND,
                () -> stage.asPerson(other, () -> invitations.accept(id, other.email())));
        assertThat(stage.access(other, shop)).isNull();
        assertThat(accept(invited, token)).isEqualTo(shop.slug());
    }

    @Test
    void aGuessedLinkIsNone() {
        refused(MemberProblem.INVITATION_NOT_FOUND, () -> accept(invited, "A".repeat(43)));
        refused(MemberProblem.INVITATION_NOT_FOUND, () -> accept(invited, ""));
    }

    @Test
    void isNotSentAgainAtOnceAndANewLinkEndsTheOld() {
        UUID id = invite();
        String old = token(id);
        refused(MemberProblem.RESENT_TOO_SOON, () -> stage.run(shop.owner(), shop, () -> invitations.resend(id)));
        Stage.all("update core.invitation set expires_at = expires_at - interval '2 minutes' where id = ?", id);
        stage.run(shop.owner(), shop, () -> invitations.resend(id));
        String fresh = token(id);
        assertThat(fresh).isNotEqualTo(old);
        refused(MemberProblem.INVITATION_NOT_FOUND, () -> accept(invited, old));
        assertThat(accept(invited, fresh)).isEqualTo(shop.slug());
    }

    @Test
    void onePersonIsInvitedOnce() {
        UUID id = invite();
        refused(MemberProblem.ALREADY_INVITED, this::invite);
        stage.asPerson(invited, () -> invitations.accept(id, invited.email()));
        refused(MemberProblem.ALREADY_MEMBER, this::invite);
    }

    @Test
    void thePlanCountsMembersAndOpenInvitations() {
        for (int i = 0; i < 9; i++) {
            stage.invite(shop, stage.person("Guest " + i), "auditor", top);
        }
        refused(MemberProblem.LIMIT_REACHED, this::invite);
        Stage.all(
                "update core.invitation set expires_at = now() - interval '1 second' where tenant_id = ?",
                shop.tenant().value());
        invite();
    }

    @Test
    void theLimitHoldsForManyAtOnce() throws Exception {
        UUID role = stage.role(shop, "auditor").id();
        List<Callable<Boolean>> work = new java.util.ArrayList<>();
        for (int i = 0; i < 16; i++) {
            Person guest = stage.person("Guest " + i);
            work.add(attempt(() -> owner(() -> invitations.invite(
                    new InvitePerson(guest.email(), guest.name(), role, top, null, Locale.ENGLISH)))));
        }
        assertThat(together(work)).filteredOn(done -> done).hasSize(9);
    }

    @Test
    void allAreFoundPageByPageNewestFirst() {
        List<UUID> sent = new java.util.ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.addFirst(stage.invite(shop, stage.person("Guest " + i), "auditor", top));
        }
        List<UUID> seen = new java.util.ArrayList<>();
        Slice<InvitationView> page = owner(() -> invitations.find("", "", 3));
        assertThat(page.previous()).isNull();
        for (; ; ) {
            page.rows().forEach(i -> seen.add(i.id()));
            String next = page.next();
            if (next == null) {
                break;
            }
            page = owner(() -> invitations.find("", next, 3));
        }
        assertThat(seen).isEqualTo(sent);
        String back = Objects.requireNonNull(page.previous());
        assertThat(owner(() -> invitations.find("", back, 3)).rows().stream().map(InvitationView::id))
                .isEqualTo(sent.subList(3, 6));
    }

    @Test
    void onlyAHashOfTheLinkIsKept() {
        UUID id = invite();
        String token = token(id);
        assertThat(Stage.all(
                        "select encode(token_hash, 'escape') from platform.invitation_token where invitation_id = ?",
                        id))
                .hasSize(1)
                .noneMatch(hash -> String.valueOf(hash).contains(token));
    }

    private UUID invite() {
        return stage.invite(shop, invited, "auditor", top);
    }

    private <T> T owner(java.util.function.Supplier<T> work) {
        return stage.as(shop.owner(), shop, work);
    }

    private String accept(Person person, String token) {
        return stage.asPerson(person, () -> invitations.accept(token, person.email()));
    }

    /** The secret of a link, as one that was just mailed carries it. */
    private String token(UUID invitation) {
        return stage.asPerson(
                invited,
                () -> Objects.requireNonNull(
                        transaction.execute(_ -> tokens.issue(shop.tenant(), invitation, invited.email()))));
    }

    private static String state(UUID id) {
        return Stage.one("select state from core.invitation where id = ?", id);
    }
}
