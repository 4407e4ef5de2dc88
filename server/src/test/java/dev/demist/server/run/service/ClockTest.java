package dev.demist.server.run.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Run;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What holds when the clock is set back. */
class ClockTest {

    private static final Instant TODAY = Instant.parse("2026-05-01T12:00:00Z");
    private static final String ME = "me";

    private final FakeModels models = new FakeModels();
    private final MemoryStore store = new MemoryStore();
    private volatile Instant now = TODAY;

    @AfterEach
    void close() {
        models.close();
    }

    private RunService service() {
        return new RunService(models, store, Limits.DEFAULT, (InstantSource) () -> now, new SimpleMeterRegistry());
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(Duration.ofSeconds(20)));
    }

    private static Run create(RunService runs) {
        return wait(Bodies.accept(runs, ME, "{\"prompt\": \"x\", \"steps\": 3}"))
                .get(0);
    }

    @Test
    void runsOfALaterStartAreListedFirstThoughTheClockWasAhead() {
        now = TODAY.plus(Duration.ofDays(1));
        String old;
        try (RunService runs = service()) {
            old = create(runs).id();
        }
        now = TODAY;
        try (RunService runs = service()) {
            wait(runs.recover());
            Run one = create(runs);
            Run two = create(runs);
            assertThat(wait(runs.history().list(ME, RunQuery.newest(10))).runs())
                    .extracting(Run::id)
                    .containsExactly(two.id(), one.id(), old);
            assertThat(one.createdAt()).as("the clock's time").isEqualTo(TODAY);
        }
    }

    @Test
    void aRunNeverStartsBeforeItIsMadeNorEndsBeforeItStarts() {
        try (RunService runs = service()) {
            models.fake.allow(1);
            String id = create(runs).id();
            wait(runs.views()
                    .watch(ME, id)
                    .filter(run -> run.progress().step() == 1)
                    .next());
            now = TODAY.minus(Duration.ofHours(1));
            models.fake.allow(100);
            Run done = wait(runs.views().watch(ME, id).last());
            assertThat(done.progress().startedAt()).isEqualTo(done.createdAt());
            assertThat(done.progress().finishedAt()).isEqualTo(done.progress().startedAt());
        }
    }

    @Test
    void whatIsNotAUlidSetsNoIdBack() {
        Ulids ids = new Ulids(() -> TODAY);
        ids.startAfter("not a ulid");
        ids.startAfter("!!!!!!!!!!!!!!!!!!!!!!!!!!");
        String first = ids.next();
        ids.startAfter("01ARZ3NDEKTSV4RRFFQ69G5FAV");
        assertThat(ids.next()).isGreaterThan(first);
    }
}
