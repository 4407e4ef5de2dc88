package dev.demist.server.run.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.EncodedPicture;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.Picture;
import dev.demist.PictureReference;
import dev.demist.SchedulerChoice;
import dev.demist.server.run.QueueLength;
import dev.demist.server.run.Run;
import dev.demist.server.run.RunError;
import dev.demist.server.run.Status;
import dev.demist.server.run.preview.PreviewFormat;
import dev.demist.server.run.preview.PreviewKind;
import dev.demist.server.run.request.Fork;
import dev.demist.server.run.request.Limits;
import dev.demist.server.run.store.RunQuery;
import dev.demist.server.testing.Bodies;
import dev.demist.server.testing.FakeModels;
import dev.demist.server.testing.MemoryStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class RunServiceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String ME = "me";

    private final FakeModels models = new FakeModels();
    private RunService runs = service(Limits.DEFAULT.withParallel(1));

    private RunService service(Limits limits) {
        return new RunService(models, new MemoryStore(), limits, InstantSource.system(), new SimpleMeterRegistry());
    }

    @AfterEach
    void close() {
        runs.close();
        models.close();
    }

    private List<Run> accept(String json) {
        return wait(Bodies.accept(runs, ME, json));
    }

    private String one(String json) {
        return accept(json).get(0).id();
    }

    private Run until(String id, Status status, int step) {
        return wait(runs.views()
                .watch(ME, id)
                .filter(run ->
                        run.progress().status() == status && run.progress().step() >= step)
                .next());
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private void assertFails(Mono<?> mono, ErrorCode code, String... words) {
        StepVerifier.create(mono)
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                DemistException.class, e -> assertThat(e.code()).isEqualTo(code))
                        .hasMessageContainingAll(words))
                .verify(PATIENCE);
    }

    @Test
    void acceptedRunIsSampledToItsPicture() {
        String id = one("{\"prompt\": \"a red apple\", \"steps\": 5, \"seed\": 7}");
        Run done = until(id, Status.DONE, 5);
        assertThat(done.progress().steps()).isEqualTo(5);
        assertThat(done.recipe().request().seed()).isEqualTo(7);
        assertThat(models.fake.evaluations).hasValue(5);
        assertThat(models.fake.decodes).hasValue(1);
        assertThat(models.fake.previews).hasValue(0);
        assertThat(wait(runs.views().picture(ME, id))).startsWith(0x89, 'P', 'N', 'G');
    }

    @Test
    void seedIsDrawnWhenMissingAndCountsUp() {
        List<Run> three = accept("{\"prompt\": \"x\", \"count\": 3}");
        long first = Objects.requireNonNull(three.get(0).recipe().request().seed());
        assertThat(three).extracting(run -> run.recipe().request().seed()).containsExactly(first, first + 1, first + 2);
        assertThat(three).extracting(Run::id).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void pauseWithholdsDemand() {
        models.fake.allow(3);
        String id = one("{\"prompt\": \"x\", \"steps\": 10}");
        until(id, Status.RUNNING, 3);
        assertThat(wait(runs.pause(ME, id)).progress().status()).isEqualTo(Status.PAUSED);
        models.fake.allow(100);
        until(id, Status.PAUSED, 4);
        until(one("{\"prompt\": \"another\", \"model\": \"plain\"}"), Status.DONE, 20);
        assertThat(models.fake.evaluations).hasValue(4);
        wait(runs.pause(ME, id));
        wait(runs.resume(ME, id));
        until(id, Status.DONE, 10);
        assertThat(models.fake.evaluations).hasValue(10);
    }

    @Test
    void fiftyRunsOfOneUserDoNotDelayAnothersFirst() {
        models.fake.allow(0);
        accept("{\"prompt\": \"x\", \"count\": 50, \"steps\": 100}");
        Run first = wait(Bodies.accept(runs, "you", "{\"prompt\": \"y\"}")).get(0);
        Run second = wait(Bodies.accept(runs, "you", "{\"prompt\": \"z\"}")).get(0);
        assertThat(wait(runs.get("you", first.id())).progress().status()).isEqualTo(Status.RUNNING);
        assertThat(wait(runs.get("you", second.id())).progress().queuePlace()).isEqualTo(2);
    }

    @Test
    void cancelTakesEffectWithinOneStepAndKeepsTheStates() {
        models.fake.allow(3);
        String id = one("{\"prompt\": \"x\", \"steps\": 10}");
        until(id, Status.RUNNING, 3);
        assertThat(wait(runs.cancel(ME, id)).progress().status()).isEqualTo(Status.CANCELLED);
        models.fake.allow(100);
        until(one("{\"prompt\": \"another\", \"model\": \"plain\"}"), Status.DONE, 20);
        assertThat(models.fake.evaluations.get()).isBetween(3, 4);
        assertThat(wait(runs.cancel(ME, id)).progress().step()).isEqualTo(3);
        assertThat(wait(runs.views().preview(ME, id, 2, 0, PreviewKind.LINEAR)).width())
                .isEqualTo(16);
        assertFails(runs.resume(ME, id), ErrorCode.CONFLICT, id, "fork");
    }

    @Test
    void aWaitingRunHoldsAReferenceAndDrawsFromThePicture() {
        EncodedPicture picture = new EncodedPicture(new Picture(8, 8, new byte[192]).png(Map.of()));
        String id = one("{\"prompt\": \"x\", \"steps\": 2, \"image\": \"" + picture.address() + "\"}");
        Run done = until(id, Status.DONE, 2);
        assertThat(Objects.requireNonNull(done.recipe().request().start()).image())
                .isInstanceOf(PictureReference.class);
        assertThat(models.fake.drawn)
                .extracting(request -> Objects.requireNonNull(request.start()).image())
                .as("decoded and fitted when it starts")
                .containsExactly(picture.decode());
    }

    @Test
    void whatIsLeftOutOfALoraIsSaidInTheRun() {
        List<Run> warned = accept("{\"prompt\": \"x\", \"loras\": [{\"name\": \"crayon\"}]}");
        assertThat(warned.get(0).warnings()).containsExactly("crayon fits in part");
        assertThat(until(warned.get(0).id(), Status.DONE, 1).warnings()).hasSize(1);
        assertThat(accept("{\"prompt\": \"x\"}").get(0).warnings()).isEmpty();
    }

    @Test
    void forkComputesOnlyWhatFollowsAndTakesWhatIsNotSaidFromItsParent() {
        String parent = one("{\"prompt\": \"x\", \"steps\": 10, \"seed\": 3}");
        until(parent, Status.DONE, 10);
        Run fork = accept("{\"guidance\": 2, \"from\": {\"run\": \"" + parent + "\", \"state\": 6}}")
                .get(0);
        Run done = until(fork.id(), Status.DONE, 10);
        assertThat(models.fake.evaluations).hasValue(10 + 4);
        assertThat(done.parent()).isEqualTo(new Fork(parent, 6));
        assertThat(done.recipe().request().toBuilder().model(null).build())
                .isEqualTo(GenerationRequest.builder("x")
                        .scheduler(SchedulerChoice.of("fake"))
                        .steps(10)
                        .guidance(2.0)
                        .seed(3L)
                        .size(64, 64)
                        .build());
        assertThat(wait(runs.views().preview(ME, fork.id(), 2, 0, PreviewKind.AUTO))
                        .bytes())
                .isNotEmpty();
        assertFails(runs.views().preview(ME, fork.id(), 11, 0, PreviewKind.AUTO), ErrorCode.NOT_FOUND, "11");
    }

    @Test
    void aForkThatWaitsGoesOnFromItsStateInTheStore() {
        String parent = one("{\"prompt\": \"x\", \"steps\": 10}");
        until(parent, Status.DONE, 10);
        models.plain.allow(0);
        one("{\"prompt\": \"takes the only place\", \"model\": \"plain\"}");
        String fork = one("{\"from\": {\"run\": \"" + parent + "\", \"state\": 6}}");
        assertThat(place(fork)).isEqualTo(1);
        assertThat(wait(runs.views().preview(ME, fork, 6, 0, PreviewKind.AUTO)).bytes())
                .isNotEmpty();
        models.plain.allow(100);
        until(fork, Status.DONE, 10);
        assertThat(models.fake.evaluations).hasValue(10 + 4);
    }

    @Test
    void aForkToAnotherSizeIsRefusedAtOnce() {
        String parent = one("{\"prompt\": \"x\", \"steps\": 10}");
        until(parent, Status.DONE, 10);
        String fork = "{\"width\": 128, \"from\": {\"run\": \"" + parent + "\", \"state\": %d}}";
        assertFails(Bodies.accept(runs, ME, fork.formatted(6)), ErrorCode.INVALID_REQUEST, "from");
        assertThat(accept(fork.formatted(0))).as("from the beginning").hasSize(1);
    }

    @Test
    void queueKeepsItsOrderAndItsBound() {
        models.fake.allow(0);
        List<Run> three = accept("{\"prompt\": \"x\", \"count\": 3}");
        assertThat(three).extracting(run -> run.progress().queuePlace()).containsExactly(null, 1, 2);
        StepVerifier.create(runs.overview().queue().next())
                .expectNext(new QueueLength(2, 1))
                .verifyComplete();
        wait(runs.cancel(ME, three.get(1).id()));
        assertThat(wait(runs.get(ME, three.get(2).id())).progress().queuePlace())
                .isEqualTo(1);
        runs.close();
        runs = service(new Limits(1, 64, 512, 1L << 40, 64, 100, 2, Map.of()));
        accept("{\"prompt\": \"x\", \"count\": 2}");
        accept("{\"prompt\": \"x\"}");
        assertFails(Bodies.accept(runs, ME, "{\"prompt\": \"x\"}"), ErrorCode.QUEUE_FULL, "at most 2");
    }

    @Test
    void urgentRunGoesBeforeItsUsersOwnButNotBeforeOthers() {
        models.fake.allow(0);
        one("{\"prompt\": \"first\"}");
        String later = one("{\"prompt\": \"later\"}");
        String yours =
                wait(Bodies.accept(runs, "you", "{\"prompt\": \"x\"}")).get(0).id();
        String urgent = one("{\"prompt\": \"urgent\", \"priority\": 5}");
        assertThat(wait(runs.get("you", yours)).progress().status()).isEqualTo(Status.RUNNING);
        assertThat(place(urgent)).isEqualTo(1);
        assertThat(place(later)).isEqualTo(2);
        assertFails(
                Bodies.accept(runs, ME, "{\"prompt\": \"x\", \"priority\": 101}"),
                ErrorCode.INVALID_REQUEST,
                "priority");
    }

    private @Nullable Integer place(String id) {
        return wait(runs.get(ME, id)).progress().queuePlace();
    }

    @Test
    void failureNamesItsCodeAndLetsTheNextRunGo() {
        models.fake.failingStep = 2;
        String id = one("{\"prompt\": \"x\"}");
        Run failed = until(id, Status.FAILED, 1);
        assertThat(failed.progress().error())
                .isEqualTo(new RunError(ErrorCode.SCHEDULER_FAILED, "the scheduler failed at step 2"));
        until(one("{\"prompt\": \"x\", \"model\": \"plain\"}"), Status.DONE, 20);
        assertFails(runs.views().picture(ME, id), ErrorCode.CONFLICT, "failed");
    }

    @Test
    void aRunForWhichMemoryIsShortFailsAloneAndItsModelIsDrawnWithAgain() {
        models.fake.failingStep = 2;
        models.fake.failure = ErrorCode.OUT_OF_MEMORY;
        Run failed = until(one("{\"prompt\": \"x\"}"), Status.FAILED, 1);
        assertThat(failed.progress().error().code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
        models.fake.failingStep = -1;
        until(one("{\"prompt\": \"x\"}"), Status.DONE, 20);
    }

    @Test
    void othersCannotSeeARun() {
        String id = one("{\"prompt\": \"x\"}");
        assertFails(runs.get("you", id), ErrorCode.NOT_FOUND, id);
        assertFails(runs.cancel("you", id), ErrorCode.NOT_FOUND, id);
        assertFails(runs.views().watch("you", id).next(), ErrorCode.NOT_FOUND, id);
        assertThat(wait(runs.history().list("you", RunQuery.newest(10))).runs()).isEmpty();
    }

    @Test
    void drainEndsTheStepInFlightAndAsksForNoMore() {
        models.fake.allow(3);
        String id = one("{\"prompt\": \"x\", \"steps\": 10}");
        until(id, Status.RUNNING, 3);
        StepVerifier.create(runs.drain())
                .then(() -> models.fake.allow(100))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(wait(runs.get(ME, id)).progress().step()).isEqualTo(4);
        assertThat(models.fake.evaluations).hasValue(4);
        assertFails(Bodies.accept(runs, ME, "{\"prompt\": \"x\"}"), ErrorCode.QUEUE_FULL, "stopping");
    }

    @Test
    void previewIsDecodedOnceForAllWhoAsk() {
        models.fake.allow(4);
        String id = one("{\"prompt\": \"x\"}");
        until(id, Status.RUNNING, 4);
        for (int viewer = 0; viewer < 5; viewer++) {
            assertThat(wait(runs.views().frameAfter(ME, id, 0, PreviewFormat.DEFAULT))
                            .step())
                    .isEqualTo(4);
        }
        assertThat(models.fake.decodes).hasValue(1);
    }

    @Test
    void lastFrameArrivesHoweverLateItIsAskedFor() {
        String id = one("{\"prompt\": \"x\", \"steps\": 5}");
        until(id, Status.DONE, 5);
        StepVerifier.create(runs.views().frameAfter(ME, id, 0, PreviewFormat.DEFAULT))
                .assertNext(frame -> {
                    assertThat(frame.step()).isEqualTo(5);
                    assertThat(frame.last()).isTrue();
                    assertThat(frame.image().width()).isEqualTo(64);
                })
                .expectComplete()
                .verify(PATIENCE);
        long seq =
                wait(runs.views().frameAfter(ME, id, 0, PreviewFormat.DEFAULT)).seq();
        StepVerifier.create(runs.views().frameAfter(ME, id, seq, PreviewFormat.DEFAULT))
                .expectComplete()
                .verify(PATIENCE);
        assertThat(models.fake.decodes).hasValue(1);
    }
}
