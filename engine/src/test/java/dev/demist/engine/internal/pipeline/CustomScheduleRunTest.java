package dev.demist.engine.internal.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.GenerationRequest;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Runs on timesteps or noise levels that the request gives, and on shifts that follow from the sample's size. */
final class CustomScheduleRunTest {

    private static final SchedulerChoice EULER = SchedulerChoice.of("euler");
    private static final int[] SHAPE = {1, 3, 8, 8};

    private final CountingDenoiser denoiser = new CountingDenoiser();
    private final EnginePipeline pipeline = FakePipelines.of(denoiser);

    private static GenerationRequest request(SchedulerChoice scheduler) {
        return GenerationRequest.builder("").seed(7L).scheduler(scheduler).build();
    }

    private List<LatentState> states(SchedulerChoice scheduler) {
        return pipeline.denoise(request(scheduler)).collectList().block();
    }

    @Test
    void theModelIsCalledAtTheGivenTimesteps() {
        List<LatentState> states = states(EULER.withTimesteps(999, 400, 20.5));
        assertThat(states).extracting(LatentState::timestep).containsExactly(999.0, 400.0, 20.5);
        assertThat(states.get(0).schedule().steps())
                .as("follow from the schedule")
                .isEqualTo(3);
    }

    @Test
    void theSampleIsTakenToTheGivenNoiseLevels() {
        assertThat(states(EULER.withSigmas(12, 3, 0.5, 0)))
                .extracting(LatentState::noiseLevel)
                .containsExactly(3.0, 0.5, 0.0);
    }

    @Test
    void stepsThatContradictTheScheduleAreRefused() {
        GenerationRequest contradicting =
                request(EULER.withTimesteps(999, 400)).toBuilder().steps(3).build();
        StepVerifier.create(pipeline.denoise(contradicting))
                .verifyErrorSatisfies(e -> assertThat(e).hasMessageContaining("steps: 3 is not allowed"));
        assertThat(denoiser.calls).hasValue(0);
    }

    @Test
    void aSchedulerThatPlacesItsStepsItselfRefusesByName() {
        assertRefused(SchedulerChoice.of("ddim").withTimesteps(9, 1), "ddim", "timesteps");
        assertRefused(SchedulerChoice.of("ddpm").withSigmas(9, 1), "ddpm", "sigmas");
    }

    @Test
    void valuesOutOfOrderOrRangeAreRefused() {
        assertRefused(EULER.withTimesteps(1, 9), "timesteps: 9.0 after 1.0");
        assertRefused(EULER.withTimesteps(5000), "timesteps: 5000.0");
        assertRefused(EULER.withSigmas(Double.NaN, 0), "sigmas: NaN");
    }

    private void assertRefused(SchedulerChoice scheduler, String... message) {
        StepVerifier.create(pipeline.denoise(request(scheduler))).verifyErrorSatisfies(e -> {
            assertThat(e).isInstanceOf(DemistException.class).hasMessageContainingAll(message);
            assertThat(((DemistException) e).code()).isEqualTo(ErrorCode.INVALID_SCHEDULER_CONFIG);
        });
    }

    @Test
    void aRunIsTakenUpAgainFromBytesWithTheSameBits() {
        SchedulerChoice custom = EULER.withSigmas(12, 5, 1, 0.2, 0);
        List<LatentState> uncut = states(custom);
        LatentState second = LatentStates.read(LatentStates.write(uncut.get(1)));
        assertThat(pipeline.resume(request(custom), second).collectList().block())
                .isEqualTo(uncut.subList(2, 4));
    }

    @Test
    void aStateIsHandedToAnotherScheduleAndBack() {
        SchedulerChoice custom = EULER.withTimesteps(999, 700, 400, 100);
        LatentState given = states(custom).get(1);
        LatentState plain = states(EULER).get(4);
        assertThat(pipeline.resume(request(EULER), given).collectList().block())
                .isNotEmpty()
                .allMatch(state -> state.noiseLevel() <= given.noiseLevel());
        assertThat(pipeline.resume(request(custom), plain).collectList().block())
                .isNotEmpty()
                .allMatch(state -> state.noiseLevel() <= plain.noiseLevel());
    }

    @Test
    void strengthSkipsTheFirstOfTheGivenTimesteps() {
        try (SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30))) {
            Plans plans = plans(pool, UnaryOperator.identity());
            Schedule schedule = new Schedule(EULER.withTimesteps(999, 700, 400, 100), 4);
            SchedulerPlan plan = plans.plan(schedule, SHAPE).block();
            StartingPoint start = new StartingPoints(plan, TorchNoise.ofSeed(1), SHAPE, schedule, plans)
                    .fromImage(Tensor.zeros(SHAPE), new Identity(), 2)
                    .block();
            assertThat(plan.timestep(start.state().call())).isEqualTo(400);
        }
    }

    @Test
    void theShiftFollowsFromTheSampleUnlessTheFamilySaysOtherwise() {
        try (SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30))) {
            Schedule schedule =
                    new Schedule(new SchedulerChoice("flow-euler", Map.of("use_dynamic_shifting", true)), 4);
            Plans plans = plans(pool, UnaryOperator.identity());
            double large =
                    plans.plan(schedule, new int[] {1, 16, 128, 128}).block().noiseLevel(1);
            double small =
                    plans.plan(schedule, new int[] {1, 16, 32, 32}).block().noiseLevel(1);
            assertThat(large).isGreaterThan(small);
            Plans own = plans(pool, (PlanRequest request) -> request.withTokens(4096));
            assertThat(own.plan(schedule, new int[] {1, 16, 32, 32}).block().noiseLevel(1))
                    .isEqualTo(large);
        }
    }

    private static Plans plans(SchedulerPool pool, UnaryOperator<PlanRequest> ofFamily) {
        return new Plans(
                FakePipelines.SCHEDULERS, SchedulerConfig.of(Map.of()), OwnScheduler.of("euler"), pool, ofFamily);
    }

    /** Latents are the picture. */
    private static final class Identity implements LatentCodec {

        @Override
        public Mono<Tensor> decode(Tensor latents) {
            return Mono.just(latents);
        }

        @Override
        public Mono<Gaussian> encode(Tensor pictures) {
            return Mono.just(new Gaussian(pictures, pictures));
        }

        @Override
        public double scalingFactor() {
            return 1;
        }

        @Override
        public double shiftFactor() {
            return 0;
        }

        @Override
        public int latentChannels() {
            return 3;
        }

        @Override
        public int scale() {
            return 1;
        }

        @Override
        public void close() {}
    }
}
