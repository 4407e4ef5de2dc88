package dev.demist.scheduler.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rule for custom timesteps and sigmas: S11. */
abstract class CustomScheduleRules extends PlanRules {

    @Test
    @DisplayName("S11: custom timesteps are followed or refused")
    void s11CustomTimestepsAreFollowedOrRefused() {
        followedOrRefused("timesteps", PlanRequest.ofTimesteps(900, 500, 100), PlanRequest.ofTimesteps(800, 400, 50));
        followedOrRefused("timesteps", PlanRequest.ofTimesteps(30, 20, 5), PlanRequest.ofTimesteps(35, 10, 1));
    }

    @Test
    @DisplayName("S11: custom sigmas are followed or refused")
    void s11CustomSigmasAreFollowedOrRefused() {
        followedOrRefused("sigmas", PlanRequest.ofSigmas(12, 3, 0.5, 0), PlanRequest.ofSigmas(9, 2, 1, 0));
        followedOrRefused("sigmas", PlanRequest.ofSigmas(1, 0.7, 0.3), PlanRequest.ofSigmas(0.9, 0.5, 0.1));
    }

    /** Two schedules of one length lead to two plans, or to refusals that name the field. */
    private void followedOrRefused(String field, PlanRequest one, PlanRequest other) {
        List<List<Double>> visited = new ArrayList<>();
        for (PlanRequest request : List.of(one, other)) {
            SchedulerPlan[] plan = new SchedulerPlan[1];
            Throwable refusal = catchThrowable(() -> plan[0] = plan(request.withSampleShape(SHAPE)));
            if (refusal != null) {
                assertThat(refusal)
                        .as("refusal of %s", request)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(field);
            } else {
                assertFinite(request.steps(), run(plan[0]));
                visited.add(visited(plan[0]));
            }
        }
        assertThat(visited).as("%s lead to different plans", field).doesNotHaveDuplicates();
    }

    private static List<Double> visited(SchedulerPlan plan) {
        List<Double> visited = new ArrayList<>(timesteps(plan));
        IntStream.range(0, plan.calls()).mapToObj(plan::noiseLevel).forEach(visited::add);
        return visited;
    }
}
