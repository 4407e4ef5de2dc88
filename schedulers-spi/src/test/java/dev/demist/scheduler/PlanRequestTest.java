package dev.demist.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanRequestTest {

    @Test
    void stepsFollowFromACustomSchedule() {
        assertThat(PlanRequest.ofSteps(7).steps()).isEqualTo(7);
        assertThat(PlanRequest.ofTimesteps(999, 499, 0).steps()).isEqualTo(3);
        assertThat(PlanRequest.ofSigmas(1, 0.5).steps()).isEqualTo(2);
        assertThat(PlanRequest.ofSigmas(14.6, 1, 0).steps()).as("0 is the end").isEqualTo(2);
    }

    @Test
    void stepsOutOfRangeAreRefused() {
        for (int steps : new int[] {-1, 0, 1001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlanRequest.ofSteps(steps))
                    .withMessageContainingAll("steps", String.valueOf(steps), "1 to 1000");
        }
    }

    @Test
    void countsOutOfRangeAreRefused() {
        double[] many = IntStream.range(0, 1001).mapToDouble(i -> 2000 - i).toArray();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.ofTimesteps())
                .withMessageContainingAll("timesteps", "0 values", "1 to 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.ofTimesteps(many))
                .withMessageContainingAll("timesteps", "1001 values", "1 to 1000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.ofSigmas(0))
                .withMessageContainingAll("sigmas", "0 values", "1 to 1000");
    }

    @Test
    void valuesThatAreNotFiniteOrNegativeAreRefused() {
        for (double wrong : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlanRequest.ofTimesteps(500, wrong))
                    .withMessageContainingAll("timesteps", String.valueOf(wrong), "finite number of at least 0");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PlanRequest.ofSigmas(wrong))
                    .withMessageContainingAll("sigmas", String.valueOf(wrong), "finite number of at least 0");
        }
    }

    @Test
    void valuesOutOfOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.ofTimesteps(10, 20))
                .withMessageContainingAll("timesteps", "20.0 after 10.0", "strictly descending");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PlanRequest.ofSigmas(1, 1))
                .withMessageContainingAll("sigmas", "1.0 after 1.0", "strictly descending");
    }

    @Test
    void isImmutable() {
        double[] timesteps = {9, 1};
        int[] shape = {1, 4, 8, 8};
        PlanRequest request = PlanRequest.ofTimesteps(timesteps).withSampleShape(shape);
        timesteps[0] = 0;
        shape[0] = 0;
        request.timesteps()[0] = 0;
        request.sampleShape()[0] = 0;
        assertThat(request.timesteps()).containsExactly(9, 1);
        assertThat(request.sampleShape()).containsExactly(1, 4, 8, 8);
    }

    @Test
    void tokensAreThePatchesOfTheSampleUnlessTheyAreGiven() {
        PlanRequest request = PlanRequest.ofSteps(4);
        assertThat(request.tokens()).isEmpty();
        assertThat(request.withSampleShape(1, 16, 128, 96).tokens()).hasValue(64 * 48);
        assertThat(request.withSampleShape(1, 4, 9, 7).tokens()).hasValue(4 * 3);
        assertThat(request.withSampleShape(1, 4, 1, 1).tokens()).hasValue(1);
        assertThat(request.withSampleShape(1, 16, 128, 96).withTokens(5).tokens())
                .hasValue(5);
        assertThat(request.withSampleShape(1, 16, 4).tokens()).isEmpty();
    }

    @Test
    void whatDescribesTheSampleIsChecked() {
        PlanRequest request = PlanRequest.ofSteps(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.withSampleShape(1, 0))
                .withMessageContainingAll("sampleShape", "[1, 0]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.withTokens(0))
                .withMessageContainingAll("tokens", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> request.withMu(Double.NaN))
                .withMessageContainingAll("mu", "NaN");
        for (double sigma : new double[] {0, 1.01, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> request.withLastSigma(sigma))
                    .withMessageContainingAll("lastSigma", Double.toString(sigma));
        }
        assertThat(request.lastSigma()).isEmpty();
        assertThat(request.withLastSigma(0.25).withMu(1).withTokens(2).lastSigma())
                .hasValue(0.25);
    }

    @Test
    void aCustomScheduleIsRefusedByTheNameOfTheScheduler() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PlanRequest.ofTimesteps(5).refuseSigmas("pndm").refuseTimesteps("pndm"))
                .withMessageContainingAll("timesteps", "pndm", "leave them out");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PlanRequest.ofSigmas(5).refuseTimesteps("pndm").refuseSigmas("pndm"))
                .withMessageContainingAll("sigmas", "pndm", "leave them out");
        PlanRequest plain = PlanRequest.ofSteps(3);
        assertThat(plain.refuseTimesteps("pndm").refuseSigmas("pndm")).isSameAs(plain);
    }
}
