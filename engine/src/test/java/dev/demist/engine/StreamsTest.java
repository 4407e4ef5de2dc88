package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Caller;
import dev.demist.Checkpoint;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.Precision;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import dev.demist.StateJournal;
import dev.demist.States;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** What docs/streams.md shows, run on a Stable Diffusion of a few thousand random weights. */
final class StreamsTest {

    @TempDir
    static Path scratch;

    private static final List<String> STEPS_SEEN = new CopyOnWriteArrayList<>();

    private static Engine engine;
    private static Pipeline pipeline;
    private static ResolvedRequest request;

    @BeforeAll
    static void start() {
        ObservationRegistry observations = ObservationRegistry.create();
        observations.observationConfig().observationHandler(new StepLog());
        engine = Engine.builder()
                .cache(scratch.resolve("cache"))
                .precision(Precision.FLOAT32)
                .threads(1)
                .observations(observations)
                .start();
        pipeline = engine.open(Checkpoint.of(golden("pipe-sd-pndm")).with("tiny_vae", golden("taesd")));
        request = pipeline.resolve(GenerationRequest.builder("a red apple")
                        .scheduler(SchedulerChoice.of("ddim"))
                        .steps(10)
                        .seed(42L)
                        .build())
                .block();
    }

    private static Path golden(String name) {
        return Goldens.unflattened(Goldens.path("models/" + name), scratch);
    }

    @AfterAll
    static void stop() {
        pipeline.close();
        engine.close();
    }

    @Test
    void thePageShowsWhatRunsHere() throws IOException {
        PageCode.assertRunBy(StreamsTest.class, "streams.md");
    }

    private static final class Player extends BaseSubscriber<LatentState> {
        final Sinks.Many<LatentState> shown = Sinks.many().replay().all();

        @Override
        protected void hookOnSubscribe(Subscription subscription) {
            // nothing is requested, so nothing is computed
        }

        @Override
        protected void hookOnNext(LatentState state) {
            shown.tryEmitNext(state);
        }
    }

    @Test
    void pause() {
        STEPS_SEEN.clear();
        Player player = new Player();
        pipeline.denoise(request).subscribe(player);
        player.request(3);
        StepVerifier.create(player.shown.asFlux().map(LatentState::call))
                .expectNext(1, 2, 3)
                .then(() -> assertThat(STEPS_SEEN).containsExactly("1", "2", "3"))
                .then(() -> player.request(1))
                .expectNext(4)
                .thenCancel()
                .verify();
        player.cancel();
        assertThat(STEPS_SEEN).hasSize(4);
    }

    @Test
    void everyFifthPreview() {
        Flux<Picture> previews = pipeline.denoise(request)
                .transform(States.every(5))
                .transform(States.previews(pipeline, PreviewQuality.LINEAR));

        StepVerifier.create(previews).expectNextCount(2).verifyComplete();
    }

    @Test
    void stopWhenThePictureNoLongerChanges() {
        Mono<Picture> settled = pipeline.denoise(request)
                .transform(States.untilSettled(0.2))
                .last()
                .flatMap(pipeline::decode);

        STEPS_SEEN.clear();
        StepVerifier.create(settled).expectNextCount(1).verifyComplete();
        assertThat(STEPS_SEEN).hasSizeBetween(2, 9);
    }

    @Test
    void twoSchedulersSideBySideFromOneSharedPrefix() {
        STEPS_SEEN.clear();
        Mono<LatentState> prefix = pipeline.denoise(request).take(5).last().cache();
        Flux<Picture> sideBySide = Flux.just("unipc", "euler-a")
                .map(name ->
                        request.toBuilder().scheduler(SchedulerChoice.of(name)).build())
                .flatMapSequential(fork -> prefix.flatMapMany(state -> pipeline.resume(fork, state))
                        .last()
                        .flatMap(pipeline::decode));

        List<Picture> pictures = sideBySide.collectList().block();
        assertThat(pictures.get(0)).isNotEqualTo(pictures.get(1));
        assertThat(STEPS_SEEN).containsOnlyOnce("1", "2", "3", "4", "5");
    }

    @Test
    void rewind() {
        List<LatentState> states = pipeline.denoise(request).collectList().block();
        LatentState third = states.get(2);
        Flux<LatentState> again = pipeline.resume(request, third);

        assertThat(again.collectList().block()).isEqualTo(states.subList(3, 10));
    }

    @Test
    void forkWithAnotherPrompt() {
        LatentState third = pipeline.denoise(request).elementAt(2).block();
        GenerationRequest pear = request.toBuilder().prompt("a green pear").build();
        Mono<Picture> fork = pipeline.resume(pear, third).last().flatMap(pipeline::decode);

        Picture apple =
                pipeline.denoise(request).last().flatMap(pipeline::decode).block();
        assertThat(fork.block()).isNotEqualTo(apple);
    }

    private static Flux<LatentState> recoverable(StateJournal journal) {
        return journal.newest()
                .map(state -> pipeline.resume(request, state))
                .defaultIfEmpty(pipeline.denoise(request))
                .flatMapMany(states -> states)
                .transform(States.journal(journal));
    }

    @Test
    void goOnAfterARestart() {
        StateJournal journal = StateJournal.inFolder(scratch.resolve("apple"));
        StepVerifier.create(recoverable(journal), 4)
                .expectNextCount(4)
                .thenCancel()
                .verify();
        LatentState last = pipeline.denoise(request).blockLast();
        StepVerifier.create(recoverable(journal).map(LatentState::call))
                .expectNext(5, 6, 7, 8, 9, 10)
                .verifyComplete();
        assertThat(journal.newest().block()).isEqualTo(last);
        StepVerifier.create(recoverable(journal)).verifyComplete();
    }

    @Test
    void onAnotherMachine() {
        LatentState state = pipeline.denoise(request).elementAt(4).block();
        byte[] bytes = LatentStates.write(state);
        Flux<LatentState> there = pipeline.resume(request, LatentStates.read(bytes));

        assertThat(there.blockLast()).isEqualTo(pipeline.denoise(request).blockLast());
    }

    private static Flux<Picture> follow(Flux<String> typed) {
        return typed.map(prompt -> request.toBuilder().prompt(prompt).build())
                .switchMap(
                        newest -> pipeline.denoise(newest).transform(States.previews(pipeline, PreviewQuality.LINEAR)));
    }

    @Test
    void thePictureFollowsAPromptWhileItIsTyped() {
        STEPS_SEEN.clear();
        Sinks.Many<String> keys = Sinks.many().unicast().onBackpressureBuffer();
        Picture pear = pipeline.denoise(request.toBuilder().prompt("a pear").build())
                .last()
                .flatMap(pipeline::decode)
                .block();
        STEPS_SEEN.clear();
        StepVerifier.create(follow(keys.asFlux()), 1)
                .then(() -> keys.tryEmitNext("a"))
                .expectNextCount(1)
                .then(() -> keys.tryEmitNext("a pe"))
                .then(() -> keys.tryEmitNext("a pear"))
                .then(keys::tryEmitComplete)
                .thenRequest(9)
                .expectNextCount(9)
                .thenRequest(1)
                .expectNext(pear)
                .verifyComplete();
        assertThat(STEPS_SEEN).hasSizeLessThan(20);
    }

    @Test
    void timed() {
        Flux<String> times = pipeline.denoise(request).timed().map(it -> "step %d took %d ms"
                .formatted(it.get().call(), it.elapsed().toMillis()));

        StepVerifier.create(times.take(1))
                .assertNext(line -> assertThat(line).matches("step 1 took \\d+ ms"))
                .verifyComplete();
    }

    @Test
    void manyViewers() {
        Flux<LatentState> run = pipeline.denoise(request).cache(1);
        Function<Flux<LatentState>, Flux<Picture>> previews = States.previews(pipeline, PreviewQuality.LINEAR);
        Flux<Picture> viewer = run.onBackpressureLatest().transform(previews);

        Picture last = viewer.blockLast(Duration.ofSeconds(60));
        assertThat(last)
                .isEqualTo(pipeline.denoise(request)
                        .last()
                        .flatMap(pipeline::decode)
                        .block());
        StepVerifier.create(viewer, 1).expectNext(last).verifyComplete();
    }

    @Test
    void sharpPreviewsForThoseWhoWantThem() {
        LatentState state = pipeline.denoise(request).elementAt(4).block();
        Mono<Picture> small = pipeline.preview(state, PreviewQuality.LINEAR);
        Mono<Picture> sketch = pipeline.preview(state, PreviewQuality.TINY);
        Mono<Picture> sharp = pipeline.preview(state, PreviewQuality.FULL);

        assertThat(sharp.block()).isEqualTo(pipeline.decode(state).block());
        assertThat(sketch.block()).isNotEqualTo(sharp.block());
        assertThat(small.block()).isNotNull();
    }

    @Test
    void aFairShare() {
        Flux<LatentState> anns =
                pipeline.denoise(request).contextWrite(Caller.of("ann").withWeight(2));
        Flux<LatentState> bobs = pipeline.denoise(request).contextWrite(Caller.of("bob"));

        StepVerifier.create(Flux.zip(anns, bobs))
                .thenConsumeWhile(both -> both.getT1().equals(both.getT2()))
                .verifyComplete();
    }

    /** Notes the number of each step that is computed. */
    private static final class StepLog implements ObservationHandler<Observation.Context> {
        @Override
        public void onStart(Observation.Context span) {
            STEPS_SEEN.add(
                    String.valueOf(span.getHighCardinalityKeyValue("step").getValue()));
        }

        @Override
        public boolean supportsContext(Observation.Context span) {
            return span.getName().equals("demist.step");
        }
    }
}
