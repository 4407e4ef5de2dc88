package dev.demist.engine.internal.plugin.misbehaving;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;

/** Providers whose steps break the contract, each in another way. */
public final class LyingProviders {

    private LyingProviders() {}

    /** A provider that changes what a proper step gives. */
    private abstract static class Step extends Misbehaving {
        Step(String name) {
            super(name);
        }

        abstract SchedulerState change(SchedulerState proper);

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
                    return change(super.advance(state, modelOutput, noise));
                }
            };
        }

        static SchedulerState with(SchedulerState state, Tensor sample) {
            return new SchedulerState(state.call(), state.draws(), sample, sample, state.history());
        }
    }

    /** {@code returns-null}. */
    public static final class Null extends Step {
        /** For the service loader. */
        public Null() {
            super("returns-null");
        }

        @Override
        @SuppressWarnings("NullAway")
        SchedulerState change(SchedulerState proper) {
            return null;
        }
    }

    /** {@code returns-nan}. */
    public static final class NaN extends Step {
        /** For the service loader. */
        public NaN() {
            super("returns-nan");
        }

        @Override
        SchedulerState change(SchedulerState proper) {
            return with(proper, proper.sample().times(Double.NaN));
        }
    }

    /** {@code returns-wrong-shape}. */
    public static final class WrongShape extends Step {
        /** For the service loader. */
        public WrongShape() {
            super("returns-wrong-shape");
        }

        @Override
        SchedulerState change(SchedulerState proper) {
            return with(proper, proper.sample().narrow(3, 0, 1));
        }
    }

    /** {@code shorter-plan}: says N calls and knows half of them. */
    public static final class ShorterPlan extends Misbehaving {
        /** For the service loader. */
        public ShorterPlan() {
            super("shorter-plan");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public double timestep(int call) {
                    if (call >= (calls() + 1) / 2) {
                        throw new IndexOutOfBoundsException(call);
                    }
                    return super.timestep(call);
                }
            };
        }
    }

    /** {@code mutates}: hands out one array as every sample and overwrites it; tries to clear what it was given. */
    public static final class Mutates extends Step {
        private float[] shared = new float[0];

        /** For the service loader. */
        public Mutates() {
            super("mutates");
        }

        @Override
        SchedulerState change(SchedulerState proper) {
            float[] values = proper.sample().toArray();
            if (shared.length == values.length) {
                Arrays.fill(shared, 7);
            }
            shared = values;
            SchedulerState state =
                    with(proper, Tensor.wrap(shared, proper.sample().shape()));
            try {
                state.history().clear();
            } catch (UnsupportedOperationException refused) {
                // As it should be.
                return state;
            }
            return state;
        }
    }

    /** {@code nan-noise-level}: does not know how noisy its last sample is. */
    public static final class NoiseLevel extends Misbehaving {
        /** For the service loader. */
        public NoiseLevel() {
            super("nan-noise-level");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public double noiseLevel(int call) {
                    return call == calls() ? Double.NaN : super.noiseLevel(call);
                }
            };
        }
    }
}
