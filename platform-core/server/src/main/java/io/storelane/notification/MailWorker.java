package io.storelane.notification;

import io.storelane.tenancy.Scope;
import io.storelane.tenancy.TenantId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Sends waiting mail: goes round the tenants, a few mails of each at a time. */
@Service
public class MailWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MailWorker.class);
    private static final int PER_TURN = 10;

    private final Mails mails;
    private final Mailer mailer;
    private final ReadyMarks ready;
    private final ExecutorService executor =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("mail").factory());
    private final AtomicBoolean asked = new AtomicBoolean();

    MailWorker(Mails mails, Mailer mailer, ReadyMarks ready) {
        this.mails = mails;
        this.mailer = mailer;
        this.ready = ready;
        ready.onMark(this::wake);
    }

    /** Asks for a round soon; returns at once. */
    public final void wake() {
        if (asked.compareAndSet(false, true)) {
            executor.execute(() -> {
                asked.set(false);
                round();
            });
        }
    }

    /** Finds work whose mark was lost, then works. */
    public void sweep() {
        ready.repair();
        wake();
    }

    private void round() {
        try {
            List<TenantId> tenants = ready.take(Mails.QUEUE, 20);
            while (!tenants.isEmpty()) {
                tenants.forEach(this::turn);
                tenants = ready.take(Mails.QUEUE, 20);
            }
        } catch (RuntimeException e) {
            log.warn("A round of mail ended early, the next sweep goes on", e);
        }
    }

    private void turn(TenantId tenant) {
        Scope.tenant(tenant).run(() -> {
            List<Mails.Mail> batch = mails.claim(PER_TURN);
            for (Mails.Mail mail : batch) {
                try {
                    mailer.send(mail.recipient(), mail.locale(), mail.template(), mail.params());
                    mails.sent(mail);
                } catch (RuntimeException e) {
                    log.warn("Mail {} was not sent at try {}", mail.id(), mail.attempts(), e);
                    mails.failed(mail, e.getClass().getSimpleName());
                }
            }
            if (batch.size() == PER_TURN) {
                ready.mark(tenant, Mails.QUEUE);
            }
        });
    }

    @Override
    public void close() {
        executor.close();
    }
}
