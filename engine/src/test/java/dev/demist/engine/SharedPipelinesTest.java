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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class SharedPipelinesTest {

    private final SharedPipelines pipelines = new SharedPipelines();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @Test
    void twoUsersShareOneOpening() {
        acquire();
        acquire();
        assertThat(opened).hasValue(1);
    }

    @Test
    void theLastUserCloses() {
        Pipeline one = acquire();
        Pipeline other = acquire();
        one.close();
        assertThat(closed).hasValue(0);
        other.close();
        assertThat(closed).hasValue(1);
    }

    @Test
    void closingTwiceLetsGoOnce() {
        Pipeline one = acquire();
        acquire();
        one.close();
        one.close();
        assertThat(closed).hasValue(0);
    }

    @Test
    void afterTheLastUserItIsOpenedAnew() {
        acquire().close();
        acquire();
        assertThat(opened).hasValue(2);
    }

    @Test
    void aFailedOpeningLeavesNothingBehind() {
        DemistException failure = new DemistException(ErrorCode.CORRUPT_FILE, "x");
        assertThatThrownBy(() -> pipelines.acquire("key", () -> {
                    throw failure;
                }))
                .isSameAs(failure);
        acquire();
        assertThat(opened).hasValue(1);
    }

    @Test
    void closingAllClosesWhatIsStillOpen() {
        acquire();
        pipelines.close();
        assertThat(closed).hasValue(1);
    }

    private Pipeline acquire() {
        return pipelines.acquire("key", () -> {
            opened.incrementAndGet();
            return new ClosingPipeline(closed);
        });
    }

    private record ClosingPipeline(AtomicInteger closed) implements Pipeline {
        @Override
        public ModelInfo info() {
            throw new UnsupportedOperationException();
        }

        @Override
        public GenerationRequest complete(GenerationRequest request) {
            return request;
        }

        @Override
        public Flux<LatentState> denoise(GenerationRequest request) {
            return Flux.empty();
        }

        @Override
        public Flux<LatentState> resume(GenerationRequest request, LatentState from) {
            return Flux.empty();
        }

        @Override
        public Mono<Picture> preview(LatentState state) {
            return Mono.empty();
        }

        @Override
        public Mono<Picture> decode(LatentState state) {
            return Mono.empty();
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
