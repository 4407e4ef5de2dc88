package dev.demist;

import java.util.List;

/**
 * The timesteps and noise levels that a generation visits, one of each for every model call. Immutable.
 *
 * @param timesteps what the model is given in calls 1 ... {@code calls}: {@link LatentState#timestep} of their states
 * @param noiseLevels the noise sigma that is left after these calls, never increasing: {@link LatentState#noiseLevel}
 *     of their states
 */
public record NoiseSchedule(List<Double> timesteps, List<Double> noiseLevels) {

    /** Copies the lists. */
    public NoiseSchedule {
        timesteps = List.copyOf(timesteps);
        noiseLevels = List.copyOf(noiseLevels);
    }
}
