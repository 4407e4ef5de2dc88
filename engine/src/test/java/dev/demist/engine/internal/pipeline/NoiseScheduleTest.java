package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.NoiseSchedule;
import dev.demist.ResolvedRequest;
import dev.demist.SchedulerChoice;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run visits is known before it is drawn. */
class NoiseScheduleTest {

    private final CountingDenoiser denoiser = new CountingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.of(denoiser);

    private static GenerationRequest request(SchedulerChoice scheduler) {
        return GenerationRequest.builder("").seed(7L).scheduler(scheduler).build();
    }

    @ParameterizedTest
    @ValueSource(strings = {"euler", "heun", "pndm", "unipc"})
    void hasTheTimestepsAndNoiseLevelsThatTheStatesWillHave(String scheduler) {
        ResolvedRequest request = Objects.requireNonNull(
                pipeline.resolve(request(SchedulerChoice.of(scheduler))).block());
        NoiseSchedule schedule =
                Objects.requireNonNull(pipeline.schedule(request).block());
        assertThat(denoiser.calls).hasValue(0);
        List<LatentState> states =
                Objects.requireNonNull(pipeline.denoise(request).collectList().block());
        assertThat(states).extracting(LatentState::timestep).isEqualTo(schedule.timesteps());
        assertThat(states).extracting(LatentState::noiseLevel).isEqualTo(schedule.noiseLevels());
    }

    @Test
    void ofASchedulerThatIsNotThereFails() {
        ResolvedRequest gone = ResolvedRequest.of(request(SchedulerChoice.of("gone")), pipeline.info());
        assertThatThrownBy(() -> pipeline.schedule(gone).block()).hasMessageContaining("gone");
    }
}
