package dev.demist.schedulers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.scheduler.tck.TorchNoise;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;

/** One recorded trajectory and its replay. */
record GoldenCase(String name, JsonNode recorded, Goldens goldens) {

    /** How far a replay is from the recording, in units of {@code max(1, max|reference|)}. */
    record Deviation(double samples, double denoised, double sigmas, double timesteps) {}

    String scheduler() {
        return recorded.get("scheduler").asText();
    }

    SchedulerPlan plan() {
        @SuppressWarnings("unchecked")
        Map<String, Object> config = new ObjectMapper().convertValue(recorded.get("config"), Map.class);
        return BuiltIns.find(scheduler()).create(SchedulerConfig.of(config)).plan(request());
    }

    /** What was passed to {@code set_timesteps}: a number of steps, or what {@code custom} says. */
    private PlanRequest request() {
        JsonNode custom = recorded.path("custom");
        PlanRequest request = custom.has("timesteps")
                ? PlanRequest.ofTimesteps(numbers(custom.get("timesteps")))
                : custom.has("sigmas")
                        ? PlanRequest.ofSigmas(numbers(custom.get("sigmas")))
                        : PlanRequest.ofSteps(recorded.get("steps").asInt());
        return custom.has("mu") ? request.withMu(custom.get("mu").asDouble()) : request;
    }

    private static double[] numbers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToDouble(JsonNode::asDouble)
                .toArray();
    }

    Deviation replay() {
        SchedulerPlan plan = plan();
        if (plan.calls() != recorded.get("calls").asInt()) {
            throw new AssertionError(plan.calls() + " calls, recorded " + recorded.get("calls"));
        }
        Tensor start = Objects.requireNonNull(goldens.tensor(name + "/start"));
        Tensor prev = Objects.requireNonNull(goldens.tensor(name + "/prev"));
        Tensor clean = goldens.tensor(name + "/x0");
        boolean learned =
                recorded.get("overrides").path("variance_type").asText().equals("learned_range");
        TorchNoise noise = new TorchNoise(recorded.get("noise_seed").asInt());
        Tensor unit = new TorchNoise(recorded.get("start_seed").asInt()).normal(0, start.shape());
        SchedulerState state = plan.start(unit);
        double begin = difference(state.sample(), start) / Math.max(largest(start), 1);
        double samples = 0;
        double denoised = 0;
        state = new SchedulerState(0, 0, start, null, state.history());
        for (int call = 0; call < plan.calls(); call++) {
            state = plan.advance(state, output(plan, state, learned), noise);
            samples = Math.max(samples, difference(state.sample(), row(prev, call, start)));
            if (clean != null) {
                denoised = Math.max(
                        denoised, difference(Objects.requireNonNull(state.denoised()), row(clean, call, start)));
            }
        }
        double scale = Math.max(largest(prev), 1);
        double cleanScale = clean == null ? 1 : Math.max(largest(clean), 1);
        return new Deviation(Math.max(begin, samples / scale), denoised / cleanScale, sigmas(plan), timesteps(plan));
    }

    /** The recording's model: {@code x * t / (t + 1)}, in float32. */
    private static Tensor output(SchedulerPlan plan, SchedulerState state, boolean learned) {
        Tensor input = plan.modelInput(state);
        float t = (float) plan.timestep(state.call());
        float factor = t / (t + 1);
        Tensor output = input.map(x -> x * factor);
        return learned ? Tensor.concat(1, output, input.map(x -> (float) Math.tanh(x))) : output;
    }

    /** Whole timesteps are exact; fractions depend on the last bits of the recording machine's float32 logarithm. */
    private double timesteps(SchedulerPlan plan) {
        double worst = 0;
        for (int call = 0; call < plan.calls(); call++) {
            double reference = recorded.get("timesteps").get(call).asDouble();
            double difference = Math.abs(plan.timestep(call) - reference);
            worst = Math.max(worst, difference / Math.max(1, Math.abs(reference)));
        }
        return worst;
    }

    /** How far the plan's noise levels are from the recorded sigmas, where one is recorded for each call. */
    private double sigmas(SchedulerPlan plan) {
        JsonNode sigmas = recorded.get("sigmas");
        boolean comparable = sigmas.size() == plan.calls() + 1
                && sigmas.get(0).asDouble() > sigmas.get(plan.calls()).asDouble();
        double worst = 0;
        for (int call = 0; comparable && call < plan.calls(); call++) {
            double reference = sigmas.get(call).asDouble();
            worst = Math.max(worst, Math.abs(plan.noiseLevel(call) - reference) / Math.max(1, reference));
        }
        return worst;
    }

    private static Tensor row(Tensor all, int call, Tensor like) {
        return all.rows(call, call + 1).reshape(like.shape());
    }

    private static double difference(Tensor a, Tensor b) {
        return largest(a.minus(b));
    }

    private static double largest(Tensor tensor) {
        double largest = 0;
        for (float value : tensor.toArray()) {
            largest = Float.isNaN(value) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    @Override
    public String toString() {
        return name + Arrays.asList(recorded.get("overrides"), recorded.path("custom"));
    }
}
