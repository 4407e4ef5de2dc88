package dev.demist.server.ws;

import dev.demist.DemistException;
import dev.demist.server.run.Run;
import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.service.RunService;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * One socket's view of one run: every change as text, and the newest preview for each credit. Without credit nothing is
 * asked of the run, so nothing is decoded; one preview at most is on its way. Confined to the socket's event loop.
 */
final class Watch {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final Socket socket;
    private final RunService runs;
    private final Audiences audiences;
    private final String user;
    private final String run;
    private final int number;
    private final PreviewFormat format;
    private final Disposable.Swap frame = Disposables.swap();
    private final Feed<Run> changes;
    private @Nullable Company company;
    private boolean announced;
    private boolean waiting;
    private boolean missed;
    private int credits;
    private long seen;
    private long newest;
    private long asked;

    Watch(Socket socket, RunService runs, Audiences audiences, String user, ClientMessage.WatchRun asked, int number) {
        this.socket = socket;
        this.runs = runs;
        this.audiences = audiences;
        this.user = user;
        this.run = String.valueOf(asked.run());
        this.number = number;
        this.format = asked.format();
        this.seen = asked.from() == null ? 0 : asked.from();
        this.credits = asked.credit() == null ? 0 : asked.credit();
        this.changes = new Feed<>(socket, this::message, e -> socket.text(ServerMessage.refused(run, e)));
    }

    void start() {
        runs.views().watch(user, run).onBackpressureLatest().subscribe(changes);
    }

    private String message(Run now) {
        newest = now.progress().seq();
        if (!announced || missed) {
            socket.later(this::pump);
        }
        if (announced) {
            return ServerMessage.change(now);
        }
        announced = true;
        socket.later(this::join);
        return ServerMessage.snapshot(now, number);
    }

    // Whoever may not see the run is never announced, and does not count.
    private void join() {
        if (!frame.isDisposed()) {
            company = new Company(socket, audiences, run);
        }
    }

    /** Tells the others where the owner looks. */
    void move(@Nullable Integer step) {
        if (company != null) {
            audiences.move(run, new Playhead(socket, step));
        }
    }

    void credit(int n) {
        if (credits + n > ClientMessage.MAX_CREDIT) {
            throw DemistException.invalid(
                    "n", n, "with " + credits + " open it exceeds the " + ClientMessage.MAX_CREDIT + " allowed");
        }
        credits += n;
        pump();
    }

    private void pump() {
        if (announced && credits > 0 && !waiting) {
            waiting = true;
            missed = false;
            asked = newest;
            frame.update(runs.views()
                    .frameAfter(user, run, seen, format)
                    .subscribe(next -> socket.later(() -> send(next)), e -> socket.later(() -> miss(e))));
        }
    }

    // The same state's preview would fail again, so the next attempt waits for a change.
    private void miss(Throwable error) {
        // What is known is explained by its message; a stack trace would add nothing.
        LOG.warn("no preview of run {}: {}", run, error.getMessage(), error instanceof DemistException ? null : error);
        waiting = false;
        missed = true;
        if (newest != asked) {
            pump();
        }
    }

    // The viewer keeps its credit, and gets the preview of a later state.
    private void unsent() {
        credits++;
        waiting = false;
        missed = true;
    }

    private void send(Frame next) {
        if (frame.isDisposed()) {
            return;
        }
        credits--;
        seen = next.seq();
        socket.binary(FrameCodec.encode(next, number))
                .onSuccess(v -> {
                    waiting = false;
                    pump();
                })
                .onFailure(e -> unsent());
    }

    void stop() {
        changes.stop();
        frame.dispose();
        if (company != null) {
            company.leave();
        }
    }
}
