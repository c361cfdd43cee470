package io.storelane.api;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.storelane.problem.ProblemException;
import io.storelane.tenancy.Database;
import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import io.storelane.web.api.ApiProblem;
import io.storelane.web.api.Repeats;
import java.security.MessageDigest;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Answers of requests that may be repeated, kept for a day in the database, so for all servers. */
@Component
class KeptAnswers implements Repeats {

    private static final Duration KEPT = Duration.ofHours(24);

    /** A request that is marked as taken and has no answer after this time died with its server, or was given up. */
    private static final Duration TAKEN = Duration.ofMinutes(2);

    private static final int FORGOTTEN_AT_ONCE = 100;

    private final Database database;
    private final TransactionTemplate transaction;
    private final JsonMapper json;
    private final Clock clock;

    /** Requests that ended here while the database was away, so that their marks may have stayed. */
    private final Cache<Mark, Boolean> left =
            Caffeine.newBuilder().expireAfterWrite(TAKEN).maximumSize(100_000).build();

    KeptAnswers(Database database, TransactionTemplate transactionTemplate, JsonMapper json, Clock clock) {
        this.database = database;
        this.transaction = transactionTemplate;
        this.json = json;
        this.clock = clock;
    }

    /** @param answer null while the request runs */
    private record Kept(byte[] hash, @Nullable Answer answer) {}

    /** That a request is taken. */
    private record Mark(TenantId tenant, UUID key, String idempotencyKey) {

        static Mark of(Request request) {
            return new Mark(Scope.currentTenant(), request.key(), request.idempotencyKey());
        }
    }

    @SuppressWarnings("serial") // never leaves this class
    private static final class Failed extends RuntimeException {
        Failed(Exception cause) {
            super(cause);
        }
    }

    @Override
    public Outcome once(Request request, boolean joined, Work work) throws Exception {
        try {
            return joined ? joined(request, work) : taken(request, work);
        } catch (Failed e) {
            throw (Exception) requireNonNull(e.getCause());
        }
    }

    private Outcome joined(Request request, Work work) {
        return requireNonNull(transaction.execute(status -> {
            Optional<Outcome> before = before(request);
            if (before.isPresent()) {
                return before.get();
            }
            Answer answer = run(work);
            if (answer.isDone()) {
                insert(request, answer);
            } else {
                status.setRollbackOnly();
            }
            return new Outcome(answer, false);
        }));
    }

    private Outcome taken(Request request, Work work) {
        try {
            return marked(request, work);
        } catch (DataAccessException | TransactionException e) {
            left.put(Mark.of(request), true);
            throw e;
        }
    }

    private Outcome marked(Request request, Work work) {
        Optional<Outcome> before = requireNonNull(transaction.execute(_ -> {
            Optional<Outcome> kept = before(request);
            if (kept.isEmpty()) {
                insert(request, null);
            }
            return kept;
        }));
        if (before.isPresent()) {
            return before.get();
        }
        boolean free = true;
        try {
            Answer answer = run(work);
            free = !answer.isDone() && !answer.goesOn();
            if (answer.isDone()) {
                transaction.executeWithoutResult(_ -> {
                    delete(request);
                    insert(request, answer);
                });
            }
            return new Outcome(answer, false);
        } finally {
            if (free) {
                transaction.executeWithoutResult(_ -> delete(request));
            }
        }
    }

    private static Answer run(Work work) {
        try {
            return work.run();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new Failed(e);
        }
    }

    private Optional<Outcome> before(Request request) {
        if (!lock(request)) {
            throw new ProblemException(ApiProblem.IDEMPOTENCY_BUSY);
        }
        forgetOld();
        Optional<Kept> kept = find(request);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        if (!MessageDigest.isEqual(kept.get().hash(), request.hash())) {
            throw new ProblemException(ApiProblem.IDEMPOTENCY_REUSED);
        }
        Answer answer = kept.get().answer();
        if (answer == null && left.asMap().remove(Mark.of(request)) != null) {
            return Optional.empty();
        }
        if (answer == null) {
            throw new ProblemException(ApiProblem.IDEMPOTENCY_BUSY);
        }
        return Optional.of(new Outcome(answer, true));
    }

    /** False if the same request runs at this moment, on whichever server. */
    private boolean lock(Request request) {
        return database.core()
                .sql("select pg_try_advisory_xact_lock(hashtextextended(:tenant || :key || :idempotency, 14))")
                .param("tenant", Scope.currentTenant().toString())
                .param("key", request.key().toString())
                .param("idempotency", request.idempotencyKey())
                .query(Boolean.class)
                .single();
    }

    /** Each new request of a workspace clears away some that are over: nothing has to walk over all workspaces. */
    private void forgetOld() {
        database.core()
                .sql("""
                        with old as materialized (select key_id, idempotency_key from core.idempotency
                          where tenant_id = :tenant and created_at < :before limit :most for update skip locked)
                        delete from core.idempotency
                        where tenant_id = :tenant and (key_id, idempotency_key) in (select key_id, idempotency_key from old)""")
                .param("tenant", Scope.currentTenant().value())
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .param("most", FORGOTTEN_AT_ONCE)
                .update();
    }

    private Optional<Kept> find(Request request) {
        return database.core()
                .sql("""
                        select request_hash, status, headers, body from core.idempotency
                        where tenant_id = :tenant and key_id = :key and idempotency_key = :idempotency
                          and created_at >= :before and (status is not null or created_at >= :taken)""")
                .param("tenant", Scope.currentTenant().value())
                .param("key", request.key())
                .param("idempotency", request.idempotencyKey())
                .param("before", Timestamp.from(clock.instant().minus(KEPT)))
                .param("taken", Timestamp.from(clock.instant().minus(TAKEN)))
                .query((rs, _) -> {
                    @Nullable Integer status = rs.getObject("status", Integer.class);
                    return new Kept(
                            rs.getBytes("request_hash"),
                            status == null
                                    ? null
                                    : new Answer(status, headers(rs.getString("headers")), rs.getBytes("body"), false));
                })
                .optional();
    }

    private Map<String, String> headers(String text) {
        return json.readValue(text, new TypeReference<Map<String, String>>() {});
    }

    private void insert(Request request, @Nullable Answer answer) {
        database.core()
                .sql("""
                        insert into core.idempotency (tenant_id, key_id, idempotency_key, request_hash, created_at, status,
                          headers, body)
                        values (:tenant, :key, :idempotency, :hash, :now, :status, :headers, :body)
                        on conflict (tenant_id, key_id, idempotency_key) do update set request_hash = excluded.request_hash,
                          created_at = excluded.created_at, status = excluded.status, headers = excluded.headers,
                          body = excluded.body""")
                .param("tenant", Scope.currentTenant().value())
                .param("key", request.key())
                .param("idempotency", request.idempotencyKey())
                .param("hash", request.hash())
                .param("now", Timestamp.from(clock.instant()))
                .param("status", answer == null ? null : answer.status())
                .param("headers", answer == null ? null : json.writeValueAsString(answer.headers()))
                .param("body", answer == null ? null : answer.body(), java.sql.Types.BINARY)
                .update();
    }

    private void delete(Request request) {
        database.core()
                .sql("delete from core.idempotency where tenant_id = :tenant and key_id = :key"
                        + " and idempotency_key = :idempotency and status is null")
                .param("tenant", Scope.currentTenant().value())
                .param("key", request.key())
                .param("idempotency", request.idempotencyKey())
                .update();
    }
}
