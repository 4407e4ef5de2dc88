package dev.demist.server.ws;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Opening;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.RunEvent;
import dev.demist.server.run.service.RunService;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** The runs that one viewer watches. Confined to the socket's event loop. */
final class Session implements ClientMessage.Receiver, TextMessages.Receiver {

    private static final int MAX_WATCHES = 64;
    private static final int MAX_REASON = 123;
    private static final int MAX_NEWS = 1024;
    private static final String CLOSED = "the link was taken back, or its run deleted";
    private static final String TOO_SLOW = "news of runs come faster than they are read; connect and list again";

    private final Socket socket;
    private final RunService runs;
    private final Audiences audiences;
    private final Visitor visitor;
    private final Disposable end;
    private final Map<String, Watch> watches = new HashMap<>();
    private @Nullable Feed<QueueLength> queue;
    private @Nullable Feed<Opening> openings;
    private @Nullable Feed<RunEvent> news;
    private int lastNumber;

    Session(Socket socket, RunService runs, Audiences audiences, Visitor visitor) {
        this.socket = socket;
        this.runs = runs;
        this.audiences = audiences;
        this.visitor = visitor;
        this.end = visitor.end()
                .subscribe(v -> {}, e -> {}, () -> socket.later(() -> fail(CloseCode.POLICY_VIOLATION, CLOSED)));
    }

    @Override
    public void onText(String text) {
        try {
            ClientMessage.read(text).deliverTo(this);
        } catch (DemistException e) {
            fail(CloseCode.POLICY_VIOLATION, String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void onBinary() {
        fail(CloseCode.POLICY_VIOLATION, "binary messages are the server's; send JSON as text");
    }

    @Override
    public void fail(CloseCode code, String reason) {
        stop();
        socket.ws().close(code.status(), shorten(reason));
    }

    // A close reason is limited to 123 bytes, and must not end amid a character.
    private static String shorten(String reason) {
        String ascii = reason.replaceAll("[^\\x20-\\x7e]", "?");
        return ascii.getBytes(StandardCharsets.UTF_8).length <= MAX_REASON ? ascii : ascii.substring(0, MAX_REASON);
    }

    @Override
    public void watch(ClientMessage.WatchRun asked) {
        String run = String.valueOf(asked.run());
        if (!visitor.maySee(run)) {
            socket.text(ServerMessage.refused(
                    run, new DemistException(ErrorCode.NOT_FOUND, "this link opens only run " + visitor.only())));
            return;
        }
        unwatch(run);
        if (watches.size() == MAX_WATCHES) {
            throw DemistException.invalid(
                    "watch", run, "at most " + MAX_WATCHES + " runs may be watched on one socket");
        }
        Watch watch = new Watch(socket, runs, audiences, visitor.user(), asked, ++lastNumber);
        watches.put(run, watch);
        watch.start();
    }

    // Credit for a run that is not watched is a message that crossed an unwatch: nothing to do.
    @Override
    public void credit(ClientMessage.Credit credit) {
        Watch watch = watches.get(String.valueOf(credit.run()));
        if (watch != null && credit.n() != null) {
            watch.credit(credit.n());
        }
    }

    @Override
    public void unwatch(ClientMessage.Unwatch message) {
        unwatch(String.valueOf(message.run()));
    }

    private void unwatch(String run) {
        Watch watch = watches.remove(run);
        if (watch != null) {
            watch.stop();
        }
    }

    // A move of a run that is not watched is a message that crossed an unwatch, as with credit.
    @Override
    public void playhead(ClientMessage.MovePlayhead message) {
        Watch watch = watches.get(String.valueOf(message.run()));
        if (watch != null && visitor.isOwner()) {
            watch.move(message.step());
        }
    }

    @Override
    public void watchQueue() {
        if (queue == null && visitor.isOwner()) {
            queue = new Feed<>(socket, ServerMessage::queue, e -> {});
            runs.overview().queue().onBackpressureLatest().subscribe(queue);
            openings = new Feed<>(socket, ServerMessage::opening, e -> {});
            runs.openings().onBackpressureLatest().subscribe(openings);
            news = new Feed<>(socket, ServerMessage::event, e -> fail(CloseCode.TRY_AGAIN_LATER, TOO_SLOW));
            runs.history().news(visitor.user()).onBackpressureBuffer(MAX_NEWS).subscribe(news);
        }
    }

    void draining() {
        socket.later(() -> socket.text(ServerMessage.DRAINING));
    }

    void leave() {
        socket.later(() -> socket.ws().close(CloseCode.SERVICE_RESTART.status(), "the server is stopping"));
    }

    void stop() {
        end.dispose();
        watches.values().forEach(Watch::stop);
        watches.clear();
        if (queue != null) {
            queue.stop();
        }
        if (openings != null) {
            openings.stop();
        }
        if (news != null) {
            news.stop();
        }
    }
}
