package dev.demist.schedulers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.scheduler.tck.TorchNoise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One, two and three steps give finite values with every combination of options, or the combination is refused. */
class FewStepsTest {

    private static final int RANDOM_COMBINATIONS = 300;
    private static final int[] SHAPE = {1, 4, 4, 4};
    private static final Map<String, List<Object>> ORDERS = Map.of(
            "solver_order", List.of(1, 2, 3),
            "predictor_order", List.of(1, 2, 3, 4),
            "corrector_order", List.of(1, 2, 3, 4),
            "original_inference_steps", List.of(3, 50),
            "steps_offset", List.of(0, 1));
    private static final Map<String, List<Object>> NUMBERS = Map.of(
            "shift_terminal", List.of(0.02),
            "sigma_min", List.of(0.05),
            "sigma_max", List.of(10.0),
            "lambda_min_clipped", List.of(-5.1),
            "flow_shift", List.of(3.0),
            "shift", List.of(3.0));

    static Stream<String> names() {
        return BuiltIns.ALL.stream().map(SchedulerProvider::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void areFiniteOrRefused(String name) {
        SchedulerProvider provider = BuiltIns.find(name);
        List<String> failures = new ArrayList<>();
        combinations(provider).forEach(config -> Stream.of(1, 2, 3).forEach(steps -> {
            String problem = problem(provider, config, steps);
            if (problem != null) {
                failures.add(steps + " steps with " + config + ": " + problem);
            }
        }));
        assertThat(failures).isEmpty();
    }

    /** Every pair of values that are not defaults, and random combinations of all options. */
    private static Stream<Map<String, Object>> combinations(SchedulerProvider provider) {
        List<Map.Entry<String, Object>> values = provider.options().stream()
                .flatMap(option -> values(option).map(value -> Map.entry(option.name(), value)))
                .toList();
        Stream<Map<String, Object>> pairs = IntStream.range(0, values.size())
                .boxed()
                .flatMap(i -> values.stream().skip(i).map(other -> together(List.of(values.get(i), other))));
        Random random = new Random(1);
        Stream<Map<String, Object>> mixed = Stream.generate(() -> together(
                        values.stream().filter(value -> random.nextInt(4) == 0).toList()))
                .limit(RANDOM_COMBINATIONS);
        return Stream.concat(Stream.of(Map.of()), Stream.concat(pairs, mixed));
    }

    private static Map<String, Object> together(List<Map.Entry<String, Object>> values) {
        Map<String, Object> config = new HashMap<>();
        values.forEach(value -> config.put(value.getKey(), value.getValue()));
        return config;
    }

    private static Stream<Object> values(SchedulerOption option) {
        return switch (option.type()) {
            case FLAG -> Stream.of(true, false);
            case CHOICE -> option.allowed().stream().map(word -> word);
            case INTEGER -> ORDERS.getOrDefault(option.name(), List.of()).stream();
            case NUMBER -> NUMBERS.getOrDefault(option.name(), List.of()).stream();
            case NUMBERS -> Stream.of();
        };
    }

    /** What is wrong with a run, or null. */
    static String problem(SchedulerProvider provider, Map<String, Object> config, int steps) {
        SchedulerPlan plan;
        try {
            plan = provider.create(SchedulerConfig.of(config))
                    .plan(PlanRequest.ofSteps(steps).withSampleShape(SHAPE));
        } catch (IllegalArgumentException refused) {
            return null;
        }
        try {
            boolean learned = String.valueOf(config.get("variance_type")).startsWith("learned");
            return run(plan, learned) ? null : "not finite";
        } catch (RuntimeException e) {
            return e.toString();
        }
    }

    private static boolean run(SchedulerPlan plan, boolean learned) {
        // A seed for each draw: a late draw of a single one would first skip all those before it.
        NoiseSource noise = (draw, shape) -> new TorchNoise(2 + draw).normal(0, shape);
        SchedulerState state = plan.start(new TorchNoise(1).normal(0, SHAPE));
        boolean finite = true;
        while (state.call() < plan.calls()) {
            Tensor output = plan.modelInput(state).map(x -> (float) (0.7 * Math.tanh(x)));
            Tensor whole = learned ? Tensor.concat(1, output, Tensor.full(0.5f, SHAPE)) : output;
            state = plan.advance(state, whole, noise);
            finite &= state.sample().isFinite() && state.denoised().isFinite();
        }
        return finite;
    }
}
