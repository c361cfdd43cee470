package io.storelane.connector;

import io.storelane.access.Access;
import io.storelane.access.Permission;
import io.storelane.audit.AuditLog;
import io.storelane.channel.Channels;
import io.storelane.problem.ProblemException;
import io.storelane.problem.Visible;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Scope;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What failed between us and a channel, for those who manage it: looked at, tried again, or ignored with a reason. */
@Service
public class FailedRecords {

    /** Records that are shown; the others come up when these are settled. */
    public static final int SHOWN = 100;

    private static final int LONGEST = 500;

    private final Accounts accounts;
    private final AccountRows rows;
    private final Channels channels;
    private final Database database;
    private final AuditLog audit;
    private final ReadyMarks marks;
    private final Clock clock;

    FailedRecords(
            Accounts accounts,
            AccountRows rows,
            Channels channels,
            Database database,
            AuditLog audit,
            ReadyMarks marks,
            Clock clock) {
        this.accounts = accounts;
        this.rows = rows;
        this.channels = channels;
        this.database = database;
        this.audit = audit;
        this.marks = marks;
        this.clock = clock;
    }

    /**
     * @param kind {@code order}, {@code stock} or {@code shipment}
     * @param label what it is, as people know it
     * @param state {@code failed}, {@code ignored}, or {@code waiting} for another try
     * @param note why somebody ignores it
     */
    public record Failed(UUID id, String kind, String label, String state, Cause cause, String note, Instant since) {

        public String cause(Locale locale) {
            return cause.in(locale);
        }
    }

    /** Those that wait for a person first, then those that are tried again by themselves, then those that are ignored. */
    @Transactional(readOnly = true)
    public List<Failed> of(UUID account) {
        accounts.account(account);
        return sql("""
                        select id, kind, label, state, cause_en, cause_zh, note, created_at from core.channel_record
                        where tenant_id = :tenant and account_id = :account and (state <> 'waiting' or cause_en <> '')
                        order by array_position(array['failed','waiting','ignored'], state), id limit :most""")
                .param("account", account)
                .param("most", SHOWN)
                .query((rs, _) -> new Failed(
                        rs.getObject("id", UUID.class),
                        rs.getString("kind"),
                        rs.getString("label"),
                        rs.getString("state"),
                        new Cause(rs.getString("cause_en"), rs.getString("cause_zh")),
                        rs.getString("note"),
                        rs.getTimestamp("created_at").toInstant()))
                .list();
    }

    /** How much waits for a person, of all accounts that the caller manages: records, and accounts that are refused. */
    @Transactional(readOnly = true)
    public long open() {
        return accounts.list().stream()
                .mapToLong(a -> a.open() + (a.state() == AccountState.BROKEN ? 1 : 0))
                .sum();
    }

    /** Has one tried again, at once. */
    @Transactional
    public void retry(UUID account, UUID id) {
        AccountView view = accounts.account(account);
        change(account, "state = 'waiting', note = '', revision = revision + 1, ", id);
        after(view, "channel_account.record_retried", Map.of("record", label(id)));
    }

    /** Has all tried again that failed. */
    @Transactional
    public void retryAll(UUID account) {
        AccountView view = accounts.account(account);
        int count = sql("""
                        update core.channel_record set state = 'waiting', attempts = 0, next_at = :now, revision = revision + 1
                        where tenant_id = :tenant and account_id = :account and state = 'failed'""").param("account", account).param("now", now()).update();
        after(view, "channel_account.record_retried", Map.of("records", count));
    }

    /** Leaves one be for good. @param reason why, for those who ask later */
    @Transactional
    public void ignore(UUID account, UUID id, String reason) {
        AccountView view = accounts.account(account);
        String note = reason.strip();
        if (Visible.isBlank(note) || note.length() > LONGEST) {
            throw new ProblemException(ConnectorProblem.REASON_MISSING, LONGEST);
        }
        int changed = sql("""
                        update core.channel_record set state = 'ignored', note = :note
                        where tenant_id = :tenant and account_id = :account and id = :id""")
                .param("note", note)
                .param("account", account)
                .param("id", id)
                .update();
        require(changed);
        after(view, "channel_account.record_ignored", Map.of("record", label(id), "reason", note));
    }

    private void change(UUID account, String what, UUID id) {
        require(sql("update core.channel_record set " + what
                        + "attempts = 0, next_at = :now where tenant_id = :tenant and account_id = :account and id = :id")
                .param("now", now())
                .param("account", account)
                .param("id", id)
                .update());
    }

    private static void require(int changed) {
        if (changed == 0) {
            throw new ProblemException(ConnectorProblem.RECORD_NOT_FOUND);
        }
    }

    private void after(AccountView view, String action, Map<String, ?> detail) {
        rows.wake(view.id(), clock.instant());
        audit.record(
                action,
                Accounts.target(
                        view.id(),
                        view.name(),
                        channels.channel(view.channelId()).nodeId()),
                Map.of(),
                detail);
        marks.markAfterCommit(ChannelWork.QUEUE);
    }

    private String label(UUID id) {
        return sql("select kind || ' ' || label from core.channel_record where tenant_id = :tenant and id = :id")
                .param("id", id)
                .query(String.class)
                .optional()
                .orElse("");
    }

    private StatementSpec sql(String text) {
        Access.current().require(Permission.CHANNELS_MANAGE);
        return database.core().sql(text).param("tenant", Scope.currentTenant().value());
    }

    private Timestamp now() {
        return Timestamp.from(clock.instant());
    }
}
