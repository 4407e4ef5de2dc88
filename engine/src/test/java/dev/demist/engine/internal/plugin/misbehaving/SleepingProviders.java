package dev.demist.engine.internal.plugin.misbehaving;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.concurrent.CountDownLatch;

/** Providers that never return, until their thread is interrupted. */
public final class SleepingProviders {

    private SleepingProviders() {}

    /** Never returns. */
    private static IllegalStateException sleep() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new IllegalStateException("woken");
    }

    /** {@code sleeps-for-ever}, in every step. */
    public static final class InAdvance extends Misbehaving {
        /** For the service loader. */
        public InAdvance() {
            super("sleeps-for-ever");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
                    throw sleep();
                }
            };
        }
    }

    /** {@code sleeps-in-start}: has nothing to begin with. */
    public static final class InStart extends Misbehaving {
        /** For the service loader. */
        public InStart() {
            super("sleeps-in-start");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public SchedulerState start(Tensor noise) {
                    throw sleep();
                }
            };
        }
    }

    /** {@code sleeps-in-plan}: asked for the time of a call. */
    public static final class InPlan extends Misbehaving {
        /** For the service loader. */
        public InPlan() {
            super("sleeps-in-plan");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public double timestep(int call) {
                    throw sleep();
                }
            };
        }
    }
}
