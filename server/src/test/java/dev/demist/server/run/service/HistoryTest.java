package dev.demist.server.run.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunEvent;
import dev.demist.server.run.RunEvent.Kind;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HistoryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ME = "me";

    private final FakeModels models = new FakeModels();
    private volatile Instant now = Instant.parse("2026-11-28T12:00:00Z");
    private final RunService runs =
            new RunService(models, new MemoryStore(), Limits.DEFAULT, () -> now, new SimpleMeterRegistry());
    private final History history = runs.history();

    @AfterEach
    void close() {
        runs.close();
        models.close();
    }

    private String done(String json) {
        String id = begun(json);
        runs.views().watch(ME, id).blockLast(PATIENCE);
        return id;
    }

    private String begun(String json) {
        return wait(Bodies.accept(runs, ME, json)).get(0).id();
    }

    private static String fork(String parent, int state) {
        return "{\"from\": {\"run\": \"" + parent + "\", \"state\": " + state + "}}";
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private void delete(String id) {
        history.delete(ME, id).block(PATIENCE);
    }

    private List<String> listed(RunQuery query) {
        return wait(history.list(ME, query)).runs().stream().map(Run::id).toList();
    }

    private static void assertUnknown(Mono<?> mono) {
        StepVerifier.create(mono)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND)))
                .verify(PATIENCE);
    }

    @Test
    void deletedRunIsInvisibleEverywhereAndComesBackWhole() {
        String id = done("{\"prompt\": \"x\", \"steps\": 3}");
        delete(id);
        assertUnknown(runs.get(ME, id));
        assertUnknown(runs.views().watch(ME, id).next());
        assertUnknown(runs.views().picture(ME, id));
        assertUnknown(runs.views().preview(ME, id, 1, 0, PreviewKind.LINEAR));
        assertUnknown(Bodies.accept(runs, ME, fork(id, 1)));
        assertUnknown(history.mark(ME, id, marks -> marks.kept(true)));
        assertUnknown(history.delete(ME, id));
        assertThat(listed(RunQuery.newest(10))).isEmpty();
        assertUnknown(history.restore("you", id));
        now = now.plusSeconds(59);
        assertThat(wait(history.restore(ME, id)).progress().status()).isEqualTo(Status.DONE);
        assertThat(wait(runs.views().picture(ME, id))).isNotEmpty();
        assertThat(wait(history.restore(ME, id)).id()).as("again").isEqualTo(id);
        assertThat(listed(RunQuery.newest(10))).containsExactly(id);
    }

    @Test
    void deletionIsForGoodAfterAMinuteAndAfterAStart() {
        String late = done("{\"prompt\": \"x\", \"steps\": 1}");
        delete(late);
        now = now.plus(History.GRACE);
        assertUnknown(history.restore(ME, late));
        String purged = done("{\"prompt\": \"x\", \"steps\": 1}");
        delete(purged);
        wait(runs.recover());
        assertUnknown(history.restore(ME, purged));
    }

    @Test
    void aRunUnderWayIsCancelledFirst() {
        models.fake.allow(2);
        String id = begun("{\"prompt\": \"x\"}");
        wait(runs.views()
                .watch(ME, id)
                .filter(run -> run.progress().step() == 2)
                .next());
        delete(id);
        assertUnknown(runs.get(ME, id));
        assertThat(wait(history.restore(ME, id)).progress().status()).isEqualTo(Status.CANCELLED);
        assertThat(wait(runs.views().preview(ME, id, 2, 0, PreviewKind.LINEAR)).bytes())
                .isNotEmpty();
    }

    @Test
    void forksKeepTheStatesThatTheyBeganWith() {
        String first = done("{\"prompt\": \"x\", \"steps\": 10}");
        String second = done(fork(first, 4));
        String third = done(fork(second, 7));
        delete(first);
        delete(second);
        now = now.plus(History.GRACE);
        history.purge().block(PATIENCE);
        for (int state = 1; state <= 10; state++) {
            assertThat(wait(runs.views().preview(ME, third, state, 0, PreviewKind.LINEAR))
                            .bytes())
                    .isNotEmpty();
        }
        assertThat(wait(runs.get(ME, third)).root()).isEqualTo(first);
        assertThat(listed(RunQuery.newest(10))).containsExactly(third);
        assertUnknown(Bodies.accept(runs, ME, fork(first, 1)));
        assertUnknown(history.restore(ME, first));
    }

    @Test
    void listsShowKeptRunsFamiliesAndActiveOnes() {
        String root = done("{\"prompt\": \"x\", \"steps\": 5}");
        String fork = done(fork(root, 3));
        String grandchild = done(fork(fork, 4));
        String other = done("{\"prompt\": \"y\", \"steps\": 1}");
        models.fake.allow(0);
        String active = begun("{\"prompt\": \"z\"}");
        wait(history.mark(ME, fork, marks -> marks.kept(true).titled("Álbum")));
        assertThat(listed(new RunQuery(10, null, null, true, null, Set.of()))).containsExactly(fork);
        assertThat(listed(new RunQuery(10, null, null, false, null, Set.of())))
                .containsExactly(active, other, grandchild, root);
        assertThat(listed(new RunQuery(10, null, null, null, root, Set.of()))).containsExactly(grandchild, fork, root);
        assertThat(listed(new RunQuery(10, null, "áLB", null, null, Set.of()))).containsExactly(fork);
        assertThat(listed(new RunQuery(10, null, null, null, null, Set.of(Status.RUNNING, Status.PAUSED))))
                .containsExactly(active);
    }

    @Test
    void marksOfARunUnderWayOutliveItsProgress() {
        models.fake.allow(1);
        String id = begun("{\"prompt\": \"x\", \"steps\": 3}");
        wait(history.mark(ME, id, marks -> marks.titled("mine")));
        models.fake.allow(3);
        runs.views().watch(ME, id).blockLast(PATIENCE);
        assertThat(wait(runs.get(ME, id)).marks().title()).isEqualTo("mine");
    }

    @Test
    void ownersLearnWhatHappensToTheirRuns() {
        List<RunEvent> news = new ArrayList<>();
        List<RunEvent> others = new ArrayList<>();
        history.news(ME).subscribe(news::add);
        history.news("you").subscribe(others::add);
        String id = done("{\"prompt\": \"x\", \"steps\": 1}");
        wait(history.mark(ME, id, marks -> marks.kept(true)));
        delete(id);
        wait(history.restore(ME, id));
        assertThat(news)
                .extracting(RunEvent::kind)
                .containsExactly(Kind.CREATED, Kind.CHANGED, Kind.CHANGED, Kind.CHANGED, Kind.REMOVED, Kind.CHANGED);
        assertThat(news)
                .extracting(event -> event.run().progress().status().wire())
                .containsExactly("queued", "running", "done", "done", "done", "done");
        assertThat(news.get(3).run().marks().kept()).isTrue();
        assertThat(others).isEmpty();
    }
}
