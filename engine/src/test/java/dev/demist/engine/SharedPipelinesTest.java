package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.ModelInfo;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Models are named by letters; each takes one byte. */
final class SharedPipelinesTest {

    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();

    @Test
    void twoUsersShareOneOpening() {
        SharedPipelines pipelines = new SharedPipelines(0);
        acquire(pipelines, "a");
        acquire(pipelines, "a");
        assertThat(opened).containsExactly("a");
    }

    @Test
    void withoutABudgetTheLastUserCloses() {
        SharedPipelines pipelines = new SharedPipelines(0);
        Pipeline one = acquire(pipelines, "a");
        Pipeline other = acquire(pipelines, "a");
        one.close();
        assertThat(closed).isEmpty();
        other.close();
        assertThat(closed).containsExactly("a");
        acquire(pipelines, "a");
        assertThat(opened).containsExactly("a", "a");
    }

    @Test
    void withinTheBudgetItStaysOpenWithoutAUser() {
        SharedPipelines pipelines = new SharedPipelines(2);
        acquire(pipelines, "a").close();
        acquire(pipelines, "b").close();
        acquire(pipelines, "a").close();
        assertThat(opened).containsExactly("a", "b");
        assertThat(closed).isEmpty();
    }

    @Test
    void theLeastRecentlyUsedIsClosedForAnotherOne() {
        SharedPipelines pipelines = new SharedPipelines(2);
        acquire(pipelines, "a").close();
        acquire(pipelines, "b").close();
        acquire(pipelines, "a").close();
        acquire(pipelines, "c").close();
        assertThat(closed).containsExactly("b");
    }

    @Test
    void roomIsMadeBeforeTheNextOneIsOpened() {
        SharedPipelines pipelines = new SharedPipelines(1);
        acquire(pipelines, "a").close();
        pipelines.acquire("b", () -> 1, () -> {
            assertThat(closed).containsExactly("a");
            return new ClosingPipeline("b");
        });
    }

    @Test
    void whatHasAUserIsNeverClosed() {
        SharedPipelines pipelines = new SharedPipelines(1);
        Pipeline used = acquire(pipelines, "a");
        acquire(pipelines, "b").close();
        assertThat(closed).containsExactly("b");
        used.close();
        assertThat(closed).containsExactly("b");
    }

    @Test
    void oneThatDoesNotFitAtAllIsClosedAfterUse() {
        SharedPipelines pipelines = new SharedPipelines(1);
        pipelines.acquire("a", () -> 2, () -> new ClosingPipeline("a")).close();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void closingTwiceLetsGoOnce() {
        SharedPipelines pipelines = new SharedPipelines(0);
        Pipeline one = acquire(pipelines, "a");
        acquire(pipelines, "a");
        one.close();
        one.close();
        assertThat(closed).isEmpty();
    }

    @Test
    void aFailedOpeningLeavesNothingBehind() {
        SharedPipelines pipelines = new SharedPipelines(1);
        DemistException failure = new DemistException(ErrorCode.CORRUPT_FILE, "x");
        assertThatThrownBy(() -> pipelines.acquire("a", () -> 1, () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        acquire(pipelines, "a").close();
        acquire(pipelines, "a").close();
        assertThat(opened).containsExactly("a");
    }

    @Test
    void manyWhoAskAtOnceWaitForOneOpening() {
        SharedPipelines pipelines = new SharedPipelines(1);
        Stream.generate(() -> CompletableFuture.runAsync(() -> acquire(pipelines, "a")))
                .limit(16)
                .toList()
                .forEach(CompletableFuture::join);
        assertThat(opened).containsExactly("a");
    }

    @Test
    void openingOneDoesNotHoldUpAnother() {
        SharedPipelines pipelines = new SharedPipelines(2);
        CountDownLatch otherIsOpen = new CountDownLatch(1);
        CompletableFuture<Pipeline> slow =
                CompletableFuture.supplyAsync(() -> pipelines.acquire("slow", () -> 1, () -> {
                    await(otherIsOpen);
                    return new ClosingPipeline("slow");
                }));
        acquire(pipelines, "quick");
        otherIsOpen.countDown();
        slow.join().close();
        assertThat(closed).isEmpty();
    }

    @Test
    void closingAllClosesWhatIsStillOpen() {
        SharedPipelines pipelines = new SharedPipelines(2);
        acquire(pipelines, "a");
        acquire(pipelines, "b").close();
        pipelines.close();
        assertThat(closed).containsExactlyInAnyOrder("a", "b");
    }

    private Pipeline acquire(SharedPipelines pipelines, String model) {
        return pipelines.acquire(model, () -> 1, () -> {
            opened.add(model);
            return new ClosingPipeline(model);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private final class ClosingPipeline implements Pipeline {
        private final String model;

        private ClosingPipeline(String model) {
            this.model = model;
        }

        @Override
        public ModelInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Mono<ResolvedRequest> resolve(GenerationRequest request) {
            return Mono.empty();
        }

        @Override
        public Mono<ResolvedRequest> resolve(GenerationRequest request, LatentState from) {
            return Mono.empty();
        }

        @Override
        public Flux<LatentState> denoise(ResolvedRequest request) {
            return Flux.empty();
        }

        @Override
        public Flux<LatentState> resume(ResolvedRequest request, LatentState from) {
            return Flux.empty();
        }

        @Override
        public Mono<Picture> preview(LatentState state, PreviewQuality quality) {
            return Mono.empty();
        }

        @Override
        public Mono<Picture> decode(LatentState state) {
            return Mono.empty();
        }

        @Override
        public void close() {
            closed.add(model);
        }
    }
}
