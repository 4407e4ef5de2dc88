package dev.demist.server.cli;

import java.util.concurrent.CountDownLatch;

/**
 * The signal to stop, which ends a process in good order. By itself it would make the JVM exit with 143, and end it
 * before everything is closed: a native call that is still under way then, such as a model being opened, would crash
 * it.
 */
final class StopSignal {

    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Does {@code work} when the signal comes. */
    void onStop(Runnable work) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(work), "demist-stop"));
    }

    private void stop(Runnable work) {
        work.run();
        stopped.countDown();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(0);
    }

    /** Waits until the work is done. */
    void await() throws InterruptedException {
        stopped.await();
    }

    /** Everything is closed: the process may end. */
    void closed() {
        closed.countDown();
    }
}
