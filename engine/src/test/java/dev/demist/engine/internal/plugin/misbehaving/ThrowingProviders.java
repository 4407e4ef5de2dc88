package dev.demist.engine.internal.plugin.misbehaving;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.util.List;

/** Providers that throw, each somewhere else. */
public final class ThrowingProviders {

    private ThrowingProviders() {}

    private static IllegalStateException onPurpose() {
        return new IllegalStateException("misbehaves on purpose");
    }

    /** Cannot even be initialised. */
    public static final class InStaticInitializer extends Misbehaving {
        private static final int VALUE = fail();

        /** Never reached. */
        public InStaticInitializer() {
            super("throws-in-static-initializer-" + VALUE);
        }

        private static int fail() {
            throw onPurpose();
        }
    }

    /** Cannot be made. */
    public static final class InConstructor extends Misbehaving {
        /** Throws. */
        public InConstructor() {
            super("throws-in-constructor");
            throw onPurpose();
        }
    }

    /** {@code throws-in-create}. */
    public static final class InCreate extends Misbehaving {
        /** For the service loader. */
        public InCreate() {
            super("throws-in-create");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            throw onPurpose();
        }
    }

    /** Cannot say what it is: neither options nor description. */
    public static final class InDescription extends Misbehaving {
        /** For the service loader. */
        public InDescription() {
            super("throws-in-description");
        }

        @Override
        public List<SchedulerOption> options() {
            throw onPurpose();
        }
    }

    /** {@code throws-an-error-in-plan}: one that nobody expects. */
    public static final class ErrorInPlan extends Misbehaving {
        /** For the service loader. */
        public ErrorInPlan() {
            super("throws-an-error-in-plan");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> {
                throw new AssertionError("misbehaves on purpose");
            };
        }
    }

    /** {@code throws-in-plan}: an Error, which is worse than an exception. */
    public static final class InPlan extends Misbehaving {
        /** For the service loader. */
        public InPlan() {
            super("throws-in-plan");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> {
                throw new NoClassDefFoundError("misbehaves on purpose");
            };
        }
    }

    /** {@code throws-in-advance}, at the second call. */
    public static final class InAdvance extends Misbehaving {
        /** For the service loader. */
        public InAdvance() {
            super("throws-in-advance");
        }

        @Override
        public Scheduler create(SchedulerConfig config) {
            return request -> new PlainPlan(request.steps()) {
                @Override
                public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
                    if (state.call() == 1) {
                        throw onPurpose();
                    }
                    return super.advance(state, modelOutput, noise);
                }
            };
        }
    }
}
