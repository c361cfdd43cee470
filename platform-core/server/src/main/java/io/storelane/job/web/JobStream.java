package io.storelane.job.web;

import io.storelane.job.JobView;
import io.storelane.job.Jobs;
import jakarta.annotation.PreDestroy;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/**
 * Tells a page when a job has gone on (server-sent events). It looks at the row once a second, so any server can tell, whoever
 * works. A stream ends after a minute; the browser then asks again, and is asked again who it is.
 */
@Controller
class JobStream {

    private static final int STREAMS = 500;
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Jobs jobs;
    private final Clock clock;
    private final Semaphore free = new Semaphore(STREAMS);
    private final CountDownLatch closing = new CountDownLatch(1);

    JobStream(Jobs jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /** The thread of the request, a virtual one, waits between the looks and holds nothing meanwhile. */
    @GetMapping("/w/{workspace}/jobs/{id}/events")
    void events(@PathVariable UUID id, HttpServletResponse response) throws IOException, InterruptedException {
        JobView job = jobs.job(id);
        if (!free.tryAcquire()) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            return;
        }
        try {
            response.setContentType("text/event-stream");
            response.setCharacterEncoding("UTF-8");
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Accel-Buffering", "no");
            PrintWriter writer = response.getWriter();
            Instant end = clock.instant().plus(LONGEST);
            boolean gone = !send(writer, job);
            while (!gone && job.state().isOpen() && clock.instant().isBefore(end)) {
                if (closing.await(1, TimeUnit.SECONDS)) {
                    return;
                }
                JobView now = jobs.job(id);
                // a line without meaning tells whether anybody listens
                gone = now.equals(job) ? !write(writer, ":\n\n") : !send(writer, now);
                job = now;
            }
        } finally {
            free.release();
        }
    }

    private static boolean send(PrintWriter writer, JobView job) {
        String name = job.state().isOpen() ? "progress" : "done";
        return write(
                writer,
                "retry: 2000\nevent: %s\ndata: {\"done\":%d,\"total\":%d,\"failed\":%d,\"state\":\"%s\"}\n\n"
                        .formatted(
                                name,
                                job.done(),
                                job.total(),
                                job.failed(),
                                job.state().key()));
    }

    private static boolean write(PrintWriter writer, String text) {
        writer.write(text);
        writer.flush();
        return !writer.checkError();
    }

    @PreDestroy
    void close() {
        closing.countDown();
    }
}
