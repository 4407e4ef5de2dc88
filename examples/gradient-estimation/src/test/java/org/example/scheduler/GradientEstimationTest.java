package org.example.scheduler;

import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.tck.SchedulerCompatibilityKit;

class GradientEstimationTest extends SchedulerCompatibilityKit {

    @Override
    protected SchedulerProvider provider() {
        return new GradientEstimation();
    }
}
