package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.SchedulerChoice;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.test.StepVerifier;

final class SchedulerErrorsTest {

    private final CountingDenoiser denoiser = new CountingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.of(denoiser);

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("unipc", Map.of(), 1000, "steps", "1000"),
                Arguments.of("unipc", Map.of("solver_order", -1), 5, "scheduler.options.solver_order", "-1"),
                Arguments.of("euler", Map.of("beta_start", 5), 5, "scheduler.options.beta_start", "from 0 to 1"),
                Arguments.of("euler", Map.of("beta_end", -0.1), 5, "scheduler.options.beta_end", "from 0 to 1"),
                Arguments.of(
                        "ddim", Map.of("trained_betas", List.of(0.1)), 5, "scheduler.options.trained_betas", "only 1"),
                Arguments.of(
                        "ddim",
                        Map.of("trained_betas", Collections.nCopies(1000, 2.0)),
                        5,
                        "scheduler.options.trained_betas",
                        "2.0"),
                Arguments.of(
                        "edm-euler",
                        Map.of("sigma_schedule", "exponential", "sigma_min", 0.0),
                        5,
                        "scheduler.options",
                        "sigma_min=0.0"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void namesTheFieldOfTheRequest(
            String scheduler, Map<String, Object> options, int steps, String field, String word) {
        GenerationRequest request = GenerationRequest.builder("")
                .scheduler(new SchedulerChoice(scheduler, options))
                .steps(steps)
                .build();
        StepVerifier.create(pipeline.denoise(request)).verifyErrorSatisfies(e -> {
            assertThat(((DemistException) e).code()).isEqualTo(ErrorCode.INVALID_SCHEDULER_CONFIG);
            assertThat(((DemistException) e).field()).isEqualTo(field);
            assertThat(e).hasMessageStartingWith(field + ": ").hasMessageContainingAll(word, scheduler);
        });
        assertThat(denoiser.calls).hasValue(0);
    }
}
