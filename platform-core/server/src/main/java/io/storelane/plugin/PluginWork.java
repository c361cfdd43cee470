package io.storelane.plugin;

import io.storelane.problem.ProblemException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one plugin: all of its code runs on them, so one that hangs costs nobody else's. Work that takes too long is
 * given up and told to stop; a plugin with several that do not stop is not called any more.
 */
final class PluginWork {

    private static final int STUCK = 3;
    private static final int QUEUE = 64;

    private final PluginManifest manifest;
    private final AtWork.Slot slot;
    private final ThreadPoolExecutor threads;
    private final Set<Object> stuck = ConcurrentHashMap.newKeySet();
    private int running;
    private boolean closed;
    private boolean freed;

    PluginWork(PluginManifest manifest, ClassLoader loader, int most, AtWork.Slot slot) {
        this.manifest = manifest;
        this.slot = slot;
        this.threads =
                new ThreadPoolExecutor(most, most, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(QUEUE), work -> {
                    Thread thread = Thread.ofPlatform()
                            .name("plugin-" + manifest.id())
                            .daemon()
                            .inheritInheritableThreadLocals(false)
                            .unstarted(work);
                    thread.setContextClassLoader(loader);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Does work on a thread of the plugin. Whoever needs a scope there binds it in the work.
     *
     * @throws ProblemException if the plugin is about to stop, has no thread free, or takes too long
     * @throws Exception as the work throws it
     */
    <T extends @Nullable Object> T call(Duration patience, Callable<T> work) throws Exception {
        enter();
        FutureTask<T> task = new FutureTask<>(work) {
            @Override
            public void run() {
                try {
                    super.run();
                } finally {
                    stuck.remove(this);
                    leave();
                }
            }
        };
        try {
            threads.execute(task);
        } catch (RejectedExecutionException _) {
            leave();
            throw problem(PluginProblem.BUSY);
        }
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            stuck.add(task);
            task.cancel(true);
            if (threads.remove(task)) { // it never began
                stuck.remove(task);
                leave();
                throw problem(PluginProblem.BUSY);
            }
            throw problem(PluginProblem.SLOW);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case Exception cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw e;
            }
        }
    }

    private ProblemException problem(PluginProblem problem) {
        return new ProblemException(problem, manifest.id(), manifest.version());
    }

    /** True if so much of it hangs that it is not called any more. */
    boolean isStuck() {
        return stuck.size() >= STUCK;
    }

    /** True if some of its code runs just now. */
    synchronized boolean isBusy() {
        return running > 0;
    }

    private synchronized void enter() {
        if (closed || isStuck()) {
            throw problem(PluginProblem.DOWN);
        }
        running++;
        slot.set(running);
    }

    private synchronized void leave() {
        running--;
        slot.set(running);
        freeIfOver();
        notifyAll();
    }

    /** Takes no more work and waits for what runs. @return false if something still runs after this time */
    boolean drain(Duration patience) {
        boolean idle = awaitIdle(patience);
        threads.shutdownNow();
        return idle;
    }

    /** What was given up and still runs may yet end the process. */
    private void freeIfOver() {
        if (closed && running == 0 && !freed) {
            freed = true;
            slot.free();
        }
    }

    private synchronized boolean awaitIdle(Duration patience) {
        closed = true;
        long end = System.nanoTime() + patience.toNanos();
        for (long left = patience.toMillis(); running > stuck.size() && left > 0; ) {
            try {
                wait(left);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return false;
            }
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
        freeIfOver();
        return running == 0;
    }
}
