package dev.demist.schedulers.schedule;

import dev.demist.scheduler.PlanRequest;
import dev.demist.schedulers.Settings;

/** The timesteps of distilled models: some of the {@code original_inference_steps} that the teacher was run with. */
public final class DistilledSpacing {

    private DistilledSpacing() {}

    /** The timesteps of {@code request}, from noise to clean; custom ones need not be the teacher's. */
    public static int[] points(Settings settings, int trained, PlanRequest request) {
        return request.hasTimesteps()
                ? CustomTimesteps.whole(request, trained)
                : points(settings, trained, request.steps());
    }

    private static int[] points(Settings settings, int trained, int steps) {
        int original = settings.integer("original_inference_steps", 1, trained);
        if (steps < 1 || steps > original) {
            throw new IllegalArgumentException("steps: " + steps + " is not allowed; it must be 1 to " + original
                    + ", the original_inference_steps of the distillation");
        }
        int stride = trained / original;
        double skip = (double) original / steps;
        int[] points = new int[steps];
        for (int i = 0; i < steps; i++) {
            points[i] = (original - (int) Math.floor(i * skip)) * stride - 1;
        }
        return points;
    }
}
