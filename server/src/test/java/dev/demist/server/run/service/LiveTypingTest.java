package dev.demist.server.run.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.Frame;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** Runs that pause by themselves, take the places of others, and are forgotten unless they are kept. */
class LiveTypingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ME = "me";
    private static final String PASSING = "\"prompt\": \"x\", \"steps\": 4, \"seed\": 1, \"ephemeral\": true}";

    private final FakeModels models = new FakeModels();
    private final MemoryStore store = new MemoryStore();
    private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final RunService runs =
            new RunService(models, store, Limits.DEFAULT.withParallel(1), () -> now, new SimpleMeterRegistry());

    @AfterEach
    void close() {
        runs.close();
        models.close();
    }

    private String begun(String json) {
        return wait(Bodies.accept(runs, ME, json)).get(0).id();
    }

    private static String replacing(String old) {
        return "{\"replaces\": \"" + old + "\", " + PASSING;
    }

    private Run until(String id, Status status) {
        return wait(runs.views()
                .watch(ME, id)
                .filter(run -> run.progress().status() == status)
                .next());
    }

    private Status status(String id) {
        return wait(runs.get(ME, id)).progress().status();
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private List<String> listed(boolean ephemeral) {
        RunQuery query = new RunQuery(10, null, null, null, null, Set.of(), ephemeral);
        return wait(runs.history().list(ME, query)).runs().stream().map(Run::id).toList();
    }

    @Test
    void runThatStopsAtAStepPausesThereAndGoesOnToTheEnd() {
        String id = begun("{\"prompt\": \"x\", \"steps\": 6, \"stopAt\": 2}");
        assertThat(until(id, Status.PAUSED).progress().step()).isEqualTo(2);
        assertThat(models.fake.evaluations).hasValue(2);
        wait(runs.resume(ME, id));
        assertThat(until(id, Status.DONE).progress().step()).isEqualTo(6);
    }

    @Test
    void runThatStopsGivesItsPlaceToTheNext() {
        List<Run> many =
                wait(Bodies.accept(runs, ME, "{\"prompt\": \"x\", \"steps\": 6, \"stopAt\": 2, \"count\": 3}"));
        many.forEach(run ->
                assertThat(until(run.id(), Status.PAUSED).progress().step()).isEqualTo(2));
        assertThat(models.fake.evaluations).hasValue(6);
    }

    @Test
    void replacedRunThatNobodySeesEndsAtOnceAndItsPlaceIsTaken() {
        models.fake.allow(0);
        String old = begun("{" + PASSING);
        String other = begun("{\"prompt\": \"y\"}");
        String next = begun(replacing(old));
        assertThat(until(old, Status.CANCELLED).progress().step()).isZero();
        assertThat(status(next)).isEqualTo(Status.RUNNING);
        assertThat(status(other)).isEqualTo(Status.QUEUED);
    }

    @Test
    void replacedRunWhoseFirstStepIsUnderWayIsSeenBeforeItEndsAndOnlyTheNewestFollows() {
        models.fake.allow(0);
        String old = begun("{" + PASSING);
        CompletableFuture<Frame> seen =
                runs.views().frameAfter(ME, old, 0, PreviewFormat.DEFAULT).toFuture();
        String skipped = begun(replacing(old));
        String newest = begun(replacing(skipped));
        assertThat(status(old)).isEqualTo(Status.RUNNING);
        assertThat(until(skipped, Status.CANCELLED).progress().step()).isZero();
        assertThat(status(newest)).isEqualTo(Status.QUEUED);
        models.fake.allow(1);
        assertThat(seen.join().step()).isEqualTo(1);
        assertThat(until(old, Status.CANCELLED).progress().step()).isEqualTo(1);
        models.fake.allow(4);
        until(newest, Status.DONE);
        assertThat(models.fake.evaluations).hasValue(5);
    }

    @Test
    void replacedRunDoesNotWaitForAViewerWhoLeft() {
        models.fake.allow(0);
        String old = begun("{" + PASSING);
        var watching =
                runs.views().frameAfter(ME, old, 0, PreviewFormat.DEFAULT).subscribe();
        String next = begun(replacing(old));
        watching.dispose();
        until(old, Status.CANCELLED);
        assertThat(until(next, Status.RUNNING).progress().step()).isZero();
    }

    @Test
    void waitingRunHandsItsPlaceInTheQueueOn() {
        models.fake.allow(0);
        begun("{\"prompt\": \"first\"}");
        String old = begun("{" + PASSING);
        String last = begun("{\"prompt\": \"last\"}");
        String next = begun(replacing(old));
        assertThat(wait(runs.get(ME, next)).progress().queuePlace()).isEqualTo(1);
        assertThat(wait(runs.get(ME, last)).progress().queuePlace()).isEqualTo(2);
    }

    @Test
    void pictureGoesOnFromAStateOfTheRunThatItReplacesAndIsKeptWithAllOfItsStates() {
        models.fake.allow(2);
        String old = begun("{" + PASSING);
        wait(runs.views()
                .watch(ME, old)
                .filter(run -> run.progress().step() == 2)
                .next());
        String next = begun("{\"replaces\": \"" + old + "\", \"from\": {\"run\": \"" + old + "\", \"state\": 2}, "
                + "\"ephemeral\": true, \"prompt\": \"y\"}");
        models.fake.allow(3);
        wait(runs.views()
                .watch(ME, next)
                .filter(run -> run.progress().step() == 3)
                .next());
        assertThat(store.withStates()).as("on the disk").isEmpty();
        Run kept = wait(runs.history().mark(ME, next, marks -> marks.ephemeral(false)));
        models.fake.allow(4);
        until(next, Status.DONE);
        assertThat(kept.marks().ephemeral()).isFalse();
        assertThat(kept.parent()).as("its parent is not kept").isNull();
        assertThat(kept.root()).isEqualTo(next);
        for (int step = 1; step <= 4; step++) {
            assertThat(wait(store.journal(next).at(step)).call()).isEqualTo(step);
        }
        assertThat(wait(store.blobs().picture(next))).isNotEmpty();
        assertThat(wait(store.records().find(next)).progress().status()).isEqualTo(Status.DONE);
    }

    @Test
    void ephemeralRunIsInNoListUnlessAskedForAndNothingOfItIsWritten() {
        String passing = begun("{" + PASSING);
        until(passing, Status.DONE);
        String lasting = begun("{\"prompt\": \"y\", \"steps\": 1}");
        assertThat(listed(false)).containsExactly(lasting);
        assertThat(listed(true)).containsExactly(lasting, passing);
        assertThat(wait(runs.views().finished(ME, passing)).png()).isNotEmpty();
        assertThat(wait(store.records().find(passing).hasElement())).isFalse();
        assertThat(wait(store.blobs().picture(passing).hasElement())).isFalse();
    }

    @Test
    void runThatIsToBeKeptStaysEphemeralWhileNothingCanBeWritten() {
        String passing = begun("{" + PASSING);
        until(passing, Status.DONE);
        store.full(true);
        assertThat(runs.history()
                        .mark(ME, passing, marks -> marks.ephemeral(false))
                        .map(run -> "kept")
                        .onErrorReturn("refused")
                        .block(PATIENCE))
                .isEqualTo("refused");
        assertThat(listed(true)).containsExactly(passing);
        assertThat(store.withStates()).isEmpty();
        store.full(false);
        assertThat(wait(runs.history().mark(ME, passing, marks -> marks.ephemeral(false)))
                        .id())
                .isEqualTo(passing);
        assertThat(listed(false)).containsExactly(passing);
    }
}
