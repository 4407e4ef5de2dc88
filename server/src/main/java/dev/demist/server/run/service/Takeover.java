package dev.demist.server.run.service;

import dev.demist.LatentState;
import dev.demist.NoiseSchedule;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import java.util.List;

/** Where on its own schedule a fork takes over the state that it goes on from. */
final class Takeover {

    /** Levels that differ by less are the same. */
    private static final double ROUNDING = 1.0001;

    private Takeover() {}

    /**
     * The first step that is the fork's own. With the schedule of the run that it left, the one after {@code from};
     * with another the one after its first whole step that leaves no more noise than {@code from} has.
     */
    static int firstStep(ResolvedRequest request, NoiseSchedule schedule, LatentState from) {
        if (from.schedule().equals(new Schedule(request.scheduler(), request.steps()))) {
            return from.call() + 1;
        }
        List<Double> left = schedule.noiseLevels();
        int order = Math.max(1, Math.round((float) left.size() / request.steps()));
        int call = order;
        while (call < left.size() && left.get(call - 1) > from.noiseLevel() * ROUNDING) {
            call += order;
        }
        return Math.min(call + 1, left.size());
    }
}
