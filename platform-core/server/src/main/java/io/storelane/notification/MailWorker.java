package io.storelane.notification;

import io.storelane.tenancy.ReadyMarks;
import io.storelane.tenancy.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/** Sends waiting mail: goes round the tenants, a few mails of each at a time. */
@Service
class MailWorker implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MailWorker.class);
    private static final int PER_TURN = 10;

    private final Mails mails;
    private final Mailer mailer;
    private final Rounds rounds;

    MailWorker(Mails mails, Mailer mailer, ReadyMarks ready) {
        this.mails = mails;
        this.mailer = mailer;
        this.rounds = new Rounds(Mails.QUEUE, 2, ready, this::turn);
    }

    private Optional<Duration> turn() {
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
        return batch.size() == PER_TURN ? Optional.of(Duration.ZERO) : Optional.empty();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
