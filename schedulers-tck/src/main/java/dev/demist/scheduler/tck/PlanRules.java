package dev.demist.scheduler.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules for the plans of one scheduler: S1 to S6 and S10. */
abstract class PlanRules {

    static final int[] SHAPE = {1, 4, 4, 4};
    static final int STEPS = 8;

    /**
     * The plan under test.
     *
     * @throws IllegalArgumentException if there is none for this request
     */
    abstract SchedulerPlan plan(PlanRequest request);

    SchedulerPlan plan(int steps) {
        return plan(PlanRequest.ofSteps(steps).withSampleShape(SHAPE));
    }

    /** The plan for a number of steps near {@link #STEPS} for which the algorithm is defined. */
    SchedulerPlan plan() {
        return IntStream.of(STEPS, STEPS + 1, 4, 2, 1)
                .mapToObj(steps -> {
                    try {
                        return plan(steps);
                    } catch (IllegalArgumentException undefined) {
                        return null;
                    }
                })
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plan for 8, 9, 4, 2 or 1 steps"));
    }

    private static Tensor start(int seed) {
        return new TorchNoise(seed).normal(0, SHAPE);
    }

    static Run run(SchedulerPlan plan) {
        return Run.of(plan, start(1), new TorchNoise(2));
    }

    @Test
    @DisplayName("S1: advance gives the same bits from any thread in any order")
    void s1AdvanceGivesTheSameBitsFromAnyThreadInAnyOrder() throws Exception {
        Run run = run(plan());
        List<Callable<Void>> again = new ArrayList<>();
        for (int k = 0; k + 1 < run.states().size(); k++) {
            SchedulerState before = run.states().get(k);
            SchedulerState after = run.states().get(k + 1);
            Callable<Void> repeat = () -> {
                assertThat(Run.advance(run.plan(), before, run.noise())).isEqualTo(after);
                return null;
            };
            again.addAll(Collections.nCopies(3, repeat));
        }
        Collections.shuffle(again, new Random(3));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Void> done : threads.invokeAll(again)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @DisplayName("S2: state read back elsewhere goes on with the same bits")
    void s2StateReadBackElsewhereGoesOnWithTheSameBits() {
        Run whole = run(plan());
        for (SchedulerState state : whole.states()) {
            SchedulerState copy = StateCodec.decode(StateCodec.encode(state));
            assertThat(copy).isEqualTo(state);
            assertThat(Run.from(plan(), copy, new TorchNoise(2)).end()).isEqualTo(whole.end());
        }
    }

    @Test
    @DisplayName("S3: every call is finite for 1 to 100 steps or the plan says how many are allowed")
    void s3EveryCallIsFiniteFor1To100StepsOrThePlanSaysHowManyAreAllowed() {
        for (int steps = 1; steps <= 100; steps++) {
            int asked = steps;
            SchedulerPlan[] plan = new SchedulerPlan[1];
            Throwable undefined = catchThrowable(() -> plan[0] = plan(asked));
            if (undefined != null) {
                assertThat(undefined)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageMatching("(?s).*\\d.*");
            } else {
                assertFinite(steps, run(plan[0]));
            }
        }
    }

    static void assertFinite(int steps, Run run) {
        for (SchedulerState state : run.states()) {
            String where = "call " + state.call() + " of " + steps + " steps";
            assertThat(state.sample().isFinite()).as("sample at " + where).isTrue();
            assertThat(state.denoised() == null)
                    .as("denoised is missing at " + where)
                    .isEqualTo(state.call() == 0);
            if (state.denoised() != null) {
                assertThat(state.denoised().isFinite())
                        .as("denoised at " + where)
                        .isTrue();
                assertThat(state.denoised().shape()).as("denoised at " + where).isEqualTo(SHAPE);
            }
        }
    }

    @Test
    @DisplayName("S3: starting from a picture at any call is finite")
    void s3StartingFromAPictureAtAnyCallIsFinite() {
        SchedulerPlan plan = plan();
        for (int call = 0; call < plan.calls(); call++) {
            SchedulerState first = plan.startFrom(start(4), start(5), call);
            assertThat(first.call()).isEqualTo(call);
            Run run = Run.from(plan, first, new TorchNoise(6));
            assertThat(run.end().sample().isFinite())
                    .as("started at call " + call)
                    .isTrue();
        }
    }

    @Test
    @DisplayName("S4: noise is taken in order and counted")
    void s4NoiseIsTakenInOrderAndCounted() {
        List<Integer> asked = new ArrayList<>();
        TorchNoise noise = new TorchNoise(2);
        NoiseSource recording = (draw, shape) -> {
            assertThat(shape).as("shape of draw " + draw).isEqualTo(SHAPE);
            asked.add(draw);
            return noise.normal(draw, shape);
        };
        int fresh = 0;
        for (SchedulerState state : Run.of(plan(), start(1), recording).states()) {
            assertThat(state.draws()).isGreaterThanOrEqualTo(fresh);
            fresh = state.draws();
        }
        List<Integer> first = asked.stream().distinct().toList();
        assertThat(first).isEqualTo(IntStream.range(0, fresh).boxed().toList());
    }

    @Test
    @DisplayName("S4: without draws the noise does not matter")
    void s4WithoutDrawsTheNoiseDoesNotMatter() {
        SchedulerState end = run(plan()).end();
        SchedulerState other = Run.of(plan(), start(1), new TorchNoise(99)).end();
        if (end.draws() == 0) {
            assertThat(other).isEqualTo(end);
        }
    }

    @Test
    @DisplayName("S5: noise level never increases and ends at zero")
    void s5NoiseLevelNeverIncreasesAndEndsAtZero() {
        SchedulerPlan plan = plan();
        for (int call = 0; call < plan.calls(); call++) {
            assertThat(plan.noiseLevel(call))
                    .as("call " + call)
                    .isFinite()
                    .isGreaterThanOrEqualTo(plan.noiseLevel(call + 1));
        }
        assertThat(plan.noiseLevel(plan.calls())).isZero();
    }

    @Test
    @DisplayName("S5: plan does not change while it is used")
    void s5PlanDoesNotChangeWhileItIsUsed() {
        SchedulerPlan plan = plan();
        List<Double> before = timesteps(plan);
        run(plan);
        assertThat(timesteps(plan))
                .isEqualTo(before)
                .isEqualTo(timesteps(plan()))
                .doesNotContain(Double.NaN);
        assertThat(plan.order()).isPositive();
    }

    static List<Double> timesteps(SchedulerPlan plan) {
        return IntStream.range(0, plan.calls()).mapToObj(plan::timestep).toList();
    }

    @Test
    @DisplayName("S6: wrong shape fails with both shapes in the message")
    void s6WrongShapeFailsWithBothShapesInTheMessage() {
        SchedulerPlan plan = plan();
        SchedulerState state = plan.start(start(1));
        for (int[] wrong : new int[][] {{1, 4, 4, 5}, {1, 1, 1, 1}, {1, 4, 4, 1}, {2, 4, 4, 4}, {64}}) {
            assertThatThrownBy(() -> plan.advance(state, Tensor.zeros(wrong), new TorchNoise(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Arrays.toString(wrong))
                    .hasMessageContaining(Arrays.toString(SHAPE));
            assertThatThrownBy(() -> plan.startFrom(start(1), Tensor.zeros(wrong), 0))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    @DisplayName("S10: no image depends on its neighbours")
    void s10NoImageDependsOnItsNeighbours() {
        Run left = Run.of(plan(), start(1), new TorchNoise(2));
        Run right = Run.of(plan(), start(7).times(3), new TorchNoise(8));
        NoiseSource leftNoise = new TorchNoise(2);
        NoiseSource rightNoise = new TorchNoise(8);
        NoiseSource both =
                (draw, shape) -> Tensor.concat(0, leftNoise.normal(draw, SHAPE), rightNoise.normal(draw, SHAPE));
        Run batch = Run.of(plan(), Tensor.concat(0, start(1), start(7).times(3)), both);
        for (int k = 1; k < batch.states().size(); k++) {
            assertRow(batch, left, k, 0);
            assertRow(batch, right, k, 1);
        }
    }

    private static void assertRow(Run batch, Run single, int k, int row) {
        SchedulerState all = batch.states().get(k);
        SchedulerState one = single.states().get(k);
        assertThat(all.sample().rows(row, row + 1)).as("sample after call " + k).isEqualTo(one.sample());
        assertThat(Objects.requireNonNull(all.denoised()).rows(row, row + 1))
                .as("denoised after call " + k)
                .isEqualTo(one.denoised());
    }
}
