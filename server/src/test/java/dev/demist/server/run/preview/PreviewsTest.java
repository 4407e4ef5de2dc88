package dev.demist.server.run.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.LatentState;
import dev.demist.PreviewQuality;
import dev.demist.server.testing.FakePipeline;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class PreviewsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PREVIEW_BYTES = 16 * 16 * 3;

    private final FakePipeline pipeline = new FakePipeline("fake", true);
    private final Previews previews = previews(1 << 20);

    private static Previews previews(long bytes) {
        return new Previews(Schedulers.boundedElastic(), new SimpleMeterRegistry(), bytes);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    @Test
    void lastStateHasOneJpegWhateverQualityIsAskedFor() {
        LatentState last = FakePipeline.state(4, 4);
        Jpeg linear = wait(previews.jpeg("A", last, pipeline, 0, PreviewQuality.LINEAR));
        assertThat(wait(previews.jpeg("A", last, pipeline, 0, PreviewQuality.FULL)))
                .isSameAs(linear);
        assertThat(pipeline.decodes).hasValue(1);
    }

    @Test
    void picturesBeyondTheBudgetAreMadeAgain() {
        // On the caller's thread: elsewhere the cache learns the size of a picture only after it is handed out.
        Previews small = new Previews(Schedulers.immediate(), new SimpleMeterRegistry(), 2 * PREVIEW_BYTES);
        for (int step = 1; step <= 8; step++) {
            wait(small.picture("A", FakePipeline.state(step, 20), pipeline, PreviewQuality.LINEAR));
        }
        for (int step = 1; step <= 8; step++) {
            wait(small.picture("A", FakePipeline.state(step, 20), pipeline, PreviewQuality.LINEAR));
        }
        assertThat(pipeline.previews.get()).isBetween(14, 16);
    }

    @Test
    void failedPreviewIsTriedAgain() {
        pipeline.failingPreview = 3;
        Mono<Jpeg> jpeg = previews.jpeg("A", FakePipeline.state(3, 20), pipeline, 0, PreviewQuality.LINEAR);
        StepVerifier.create(jpeg).expectErrorMessage("the preview failed").verify(PATIENCE);
        pipeline.failingPreview = -1;
        assertThat(wait(jpeg).width()).isEqualTo(16);
    }
}
