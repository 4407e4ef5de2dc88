package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.plugin.misbehaving.Misbehaving;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Rule S9: whatever a scheduler does wrong fails the run that uses it; a run beside it and one after it do not notice.
 */
final class MisbehavingSchedulersTest {

    private static final GenerationRequest NEIGHBOUR =
            FakePipelines.request("ddim", 12).build();
    private static final List<LatentState> UNDISTURBED = states(FakePipelines.of(new CountingDenoiser()));

    private final SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(2));
    private EnginePipeline pipeline;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        SchedulerRegistry all =
                SchedulerRegistry.load(FakePipelines.class.getClassLoader(), Misbehaving.loader(folder));
        pipeline = FakePipelines.of(new CountingDenoiser(), all, pool);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    private static List<LatentState> states(EnginePipeline pipeline) {
        return pipeline.denoise(NEIGHBOUR).collectList().block();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throws-in-create",
                "throws-in-plan",
                "throws-an-error-in-plan",
                "throws-in-advance",
                "returns-null",
                "returns-nan",
                "returns-wrong-shape",
                "shorter-plan",
                "nan-noise-level",
                "sleeps-for-ever",
                "sleeps-in-start",
                "sleeps-in-plan"
            })
    void failsItsOwnRunOnly(String name) {
        Flux<LatentState> bad = pipeline.denoise(FakePipelines.request(name, 4).build());
        StepVerifier.create(Mono.zip(failure(bad), beside(bad)))
                .assertNext(both -> {
                    assertThat(both.getT1().code()).isEqualTo(ErrorCode.SCHEDULER_FAILED);
                    assertThat(both.getT1()).hasMessageContaining(name);
                    assertThat(both.getT2()).isEqualTo(UNDISTURBED);
                })
                .verifyComplete();
        assertThat(states(pipeline)).as("a run afterwards").isEqualTo(UNDISTURBED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mutates", "well-behaved"})
    void whatIsItsOwnAffairDoesNotReachOthers(String name) {
        Flux<LatentState> own = pipeline.denoise(FakePipelines.request(name, 4).build());
        StepVerifier.create(Mono.zip(own.count(), beside(own)))
                .assertNext(both -> {
                    assertThat(both.getT1()).isEqualTo(4);
                    assertThat(both.getT2()).isEqualTo(UNDISTURBED);
                })
                .verifyComplete();
    }

    /**
     * A good run on the same pipeline, each of whose steps waits for a further bad run to have come and gone or begun.
     */
    private Mono<List<LatentState>> beside(Flux<LatentState> bad) {
        return pipeline.denoise(NEIGHBOUR)
                .doOnNext(state -> bad.onErrorComplete().subscribe())
                .collectList();
    }

    private static Mono<DemistException> failure(Flux<LatentState> run) {
        return run.then(Mono.<DemistException>empty()).onErrorResume(DemistException.class, Mono::just);
    }
}
