package dev.demist.schedulers.schedule;

import dev.demist.scheduler.PlanRequest;
import dev.demist.schedulers.Settings;
import java.util.Arrays;
import java.util.List;

/** The custom timesteps of a request, checked against the timesteps that a model was trained on. Pure functions. */
public final class CustomTimesteps {

    private static final List<String> PLACEMENTS = List.of(
            "use_karras_sigmas", "use_lu_lambdas", "use_exponential_sigmas", "use_beta_sigmas", "use_flow_sigmas");

    private CustomTimesteps() {}

    /**
     * Whole timesteps of 0 to {@code trained - 1}, for schedulers that look levels up in a table.
     *
     * @throws IllegalArgumentException if one is a fraction or too large
     */
    public static int[] whole(PlanRequest request, int trained) {
        return Arrays.stream(upTo(request, trained - 1))
                .mapToInt(CustomTimesteps::whole)
                .toArray();
    }

    private static int whole(double timestep) {
        if (timestep != Math.rint(timestep)) {
            throw notAllowed(timestep, "a whole number for this scheduler");
        }
        return (int) timestep;
    }

    /** Timesteps of at most {@code max}, rounded to float32. */
    static double[] upTo(PlanRequest request, int max) {
        double[] timesteps = request.timesteps();
        if (timesteps[0] > max) {
            throw notAllowed(timesteps[0], "at most " + max + ", the last timestep that the model was trained on");
        }
        return SigmaSchedule.float32(timesteps);
    }

    /**
     * Custom timesteps and settings that place them in another way exclude each other.
     *
     * @throws IllegalArgumentException if the request has custom timesteps and the settings such a flag
     */
    public static void requireUnplaced(PlanRequest request, Settings settings) {
        PLACEMENTS.stream()
                .filter(flag -> request.hasTimesteps() && settings.flag(flag))
                .findFirst()
                .ifPresent(flag -> {
                    throw Settings.notAllowed(flag, true, "it places the timesteps itself: leave out the custom ones");
                });
    }

    private static IllegalArgumentException notAllowed(double timestep, String allowed) {
        return new IllegalArgumentException("timesteps: " + timestep + " is not allowed; it must be " + allowed);
    }
}
