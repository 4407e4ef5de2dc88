package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

final class PreviewsTest {

    private final TestStates source = new TestStates();
    private final TestPipeline pipeline = new TestPipeline(Duration.ZERO);
    private final Function<Flux<LatentState>, Flux<Picture>> previews =
            States.previews(pipeline, PreviewQuality.LINEAR);

    @Test
    void onePictureThatIsRequestedIsOneStateAndOnePreview() {
        StepVerifier.create(source.of(10).transform(previews), 0)
                .expectSubscription()
                .then(() -> made(0))
                .thenRequest(1)
                .expectNextCount(1)
                .then(() -> made(1))
                .thenRequest(2)
                .expectNextCount(2)
                .then(() -> made(3))
                .thenCancel()
                .verify();
        made(3);
    }

    private void made(int count) {
        assertThat(source.computed).hasValue(count);
        assertThat(pipeline.previews).hasValue(count);
    }

    @Test
    void aSingleStateWaitsForItsRequestToo() {
        StepVerifier.create(Flux.just(TestStates.state(1, 2)).transform(previews), 0)
                .expectSubscription()
                .then(() -> made(0))
                .thenRequest(1)
                .expectNextCount(1)
                .thenRequest(1)
                .verifyComplete();
    }

    @Test
    void noStateIsComputedWhileAPictureIsMade() {
        TestPipeline slow = new TestPipeline(Duration.ofSeconds(5));
        StepVerifier.withVirtualTime(
                        () -> source.of(3).transform(States.previews(slow, PreviewQuality.LINEAR)), Long.MAX_VALUE)
                .thenAwait(Duration.ofSeconds(4))
                .then(() -> assertThat(source.computed).hasValue(1))
                .thenAwait(Duration.ofSeconds(1))
                .expectNextCount(1)
                .thenAwait(Duration.ofSeconds(10))
                .expectNextCount(2)
                .verifyComplete();
    }

    @Test
    void theLastStateIsDecodedInFullAndNeedsNoFurtherRequestToComplete() {
        StepVerifier.create(source.of(3).transform(previews), 3)
                .expectNextCount(3)
                .verifyComplete();
        assertThat(pipeline.previews).hasValue(2);
        assertThat(pipeline.decodings).hasValue(1);
    }

    @Test
    void aFullPreviewIsADecoding() {
        Flux<LatentState> states = source.of(3);
        StepVerifier.create(states.transform(States.previews(pipeline, PreviewQuality.FULL)))
                .expectNextCount(3)
                .verifyComplete();
        assertThat(pipeline.decodings).hasValue(3);
    }

    @Test
    void manyViewersCostOnePreviewOfEachState() {
        TestPublisher<LatentState> run = TestPublisher.create();
        Flux<LatentState> shared = run.flux().publish().refCount(50);
        Flux<Flux<Picture>> viewers = Flux.range(0, 50).map(viewer -> shared.transform(previews));
        StepVerifier.create(Flux.merge(viewers, 50))
                .then(() -> run.next(TestStates.state(1, 9)))
                .expectNextCount(50)
                .then(() -> run.next(TestStates.state(2, 9)))
                .expectNextCount(50)
                .then(run::complete)
                .verifyComplete();
        assertThat(pipeline.previews).hasValue(2);
    }

    @Test
    void aViewerThatFallsBehindSeesTheNewestStateAndTheLast() {
        TestPublisher<LatentState> run = TestPublisher.create();
        StepVerifier.create(
                        run.flux().onBackpressureLatest().transform(previews).map(PreviewsTest::step), 0)
                .expectSubscription()
                .then(() -> run.next(TestStates.state(1, 9), TestStates.state(2, 9), TestStates.state(3, 9)))
                .thenRequest(1)
                .expectNext(3)
                .then(() -> run.next(TestStates.state(4, 9), TestStates.state(9, 9)))
                .then(run::complete)
                .thenRequest(1)
                .expectNext(9)
                .verifyComplete();
        assertThat(pipeline.previews).hasValue(1);
    }

    private static int step(Picture picture) {
        return picture.rgb()[0];
    }

    @Test
    void aRequestIsPreviewsAndThenTheFinishedPictureWithItsRecipe() {
        GenerationRequest request = GenerationRequest.of("a red apple");
        StepVerifier.create(pipeline.previews(request, PreviewQuality.LINEAR), 0)
                .thenRequest(1)
                .assertNext(first -> {
                    assertThat(first.call()).isEqualTo(1);
                    assertThat(first.isLast()).isFalse();
                    assertThat(Picture.text(first.png())).isEmpty();
                })
                .then(() -> assertThat(pipeline.previews).hasValue(1))
                .thenRequest(9)
                .expectNextCount(8)
                .assertNext(last -> {
                    assertThat(last.isLast()).isTrue();
                    assertThat(Picture.text(last.png()).get("demist")).contains("\"prompt\":\"a red apple\"");
                })
                .verifyComplete();
        assertThat(pipeline.previews).hasValue(9);
        assertThat(pipeline.decodings).hasValue(1);
    }

    @Test
    void aFinishedPictureNeedsNoPreviews() {
        StepVerifier.create(pipeline.draw(GenerationRequest.of("a red apple")))
                .assertNext(drawn -> {
                    assertThat(drawn.isLast()).isTrue();
                    assertThat(drawn.request().prompt()).isEqualTo("a red apple");
                })
                .verifyComplete();
        assertThat(pipeline.previews).hasValue(0);
        assertThat(pipeline.decodings).hasValue(1);
    }

    @Test
    void aPictureThatFailsIsTriedAnewByTheNextViewer() {
        TestPipeline[] broken = {null};
        Function<LatentState, Mono<Picture>> once = new RememberedPictures(state -> {
            if (broken[0] == null) {
                broken[0] = pipeline;
                return Mono.error(new DemistException(ErrorCode.ENGINE_FAILED, "on purpose"));
            }
            return pipeline.preview(state, PreviewQuality.LINEAR);
        });
        LatentState state = TestStates.state(1, 2);
        StepVerifier.create(once.apply(state)).verifyErrorMessage("on purpose");
        StepVerifier.create(once.apply(state)).expectNextCount(1).verifyComplete();
    }
}
