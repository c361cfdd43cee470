package io.storelane.connector;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who answers in one run of an account: what nobody answers is an outage, what one alone does not answer is a person's. */
final class Answers {

    /** After so many calls without any answer in the whole run, the channel is taken to be away. */
    private static final int AWAY = 5;

    /** So many calls of a part, none of them answered: it is the channel, whatever it answers to others. */
    private static final int SURE = 3;

    /** A record that was tried often enough. */
    record Doubtful(Ledger.Entry record, Cause cause) {}

    private final List<Doubtful> ofRun = new ArrayList<>();
    private final List<Doubtful> ofPart = new ArrayList<>();
    private boolean answered;
    private int unanswered;
    private boolean partAnswered;
    private int partUnanswered;

    /** Calls without an answer one after the other, in this part of the run. */
    private int silent;

    private AccountRun.@Nullable Unsaid last;

    void begin() {
        ofPart.clear();
        partAnswered = false;
        partUnanswered = 0;
        silent = 0;
    }

    /** @return what the part failed with, if all of it did */
    AccountRun.@Nullable Unsaid end() {
        if (!partAnswered && partUnanswered >= SURE) {
            return last;
        }
        ofRun.addAll(ofPart);
        return null;
    }

    void answered() {
        answered = true;
        partAnswered = true;
        silent = 0;
    }

    AccountRun.Unsaid unanswered(Throwable cause) {
        unanswered++;
        partUnanswered++;
        silent++;
        last = new AccountRun.Unsaid(cause);
        return last;
    }

    void doubt(Ledger.Entry record, Cause cause) {
        ofPart.add(new Doubtful(record, cause));
    }

    int silent() {
        return silent;
    }

    boolean isAway() {
        return !answered && unanswered >= AWAY;
    }

    boolean isQuiet() {
        return !answered && unanswered == 0;
    }

    /** What a run failed with in which nobody answered; null if somebody did, or nobody was asked. */
    AccountRun.@Nullable Unsaid nobody() {
        return answered ? null : last;
    }

    /** Records that are a person's: the channel answers others. */
    List<Doubtful> forPeople() {
        return answered ? ofRun : List.of();
    }
}
