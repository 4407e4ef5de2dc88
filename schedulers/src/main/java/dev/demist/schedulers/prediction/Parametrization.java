package dev.demist.schedulers.prediction;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.Level;

/** The usual parametrizations; the model sees samples of variance 1, or as they are for flow matching. */
public enum Parametrization implements Prediction {
    /** The noise (Ho et al. 2020). */
    EPSILON {
        @Override
        public double skip(Level at) {
            return 1 / at.alpha();
        }

        @Override
        public double out(Level at) {
            return -at.sigma() / at.alpha();
        }

        @Override
        public Tensor clean(Level at, Tensor x, Tensor output) {
            return x.minus(output.times((float) at.sigma())).times(1 / at.alpha());
        }

        @Override
        public Tensor noise(Level at, Tensor x, Tensor output) {
            return output;
        }
    },
    /** Velocity (Salimans and Ho 2022, appendix D). */
    V_PREDICTION {
        @Override
        public double skip(Level at) {
            return at.alpha() / at.variance();
        }

        @Override
        public double out(Level at) {
            return (float) (-at.sigma() / at.norm());
        }

        @Override
        public Tensor noise(Level at, Tensor x, Tensor output) {
            return Tensor.weightedSum(at.sigma() / at.variance(), x, at.alpha() / at.norm(), output);
        }
    },
    /** The clean sample itself. */
    SAMPLE {
        @Override
        public double skip(Level at) {
            return 0;
        }

        @Override
        public double out(Level at) {
            return 1;
        }

        @Override
        public Tensor clean(Level at, Tensor x, Tensor output) {
            return output;
        }
    },
    /** The direction from the clean sample to the noise (Lipman et al. 2023). */
    FLOW_PREDICTION {
        @Override
        public double in(Level at) {
            return 1;
        }

        @Override
        public double skip(Level at) {
            return 1;
        }

        @Override
        public double out(Level at) {
            return -at.scheduled();
        }

        @Override
        public Tensor noise(Level at, Tensor x, Tensor output) {
            return Tensor.weightedSum(1, x, at.alpha(), output);
        }
    };

    @Override
    public double in(Level at) {
        return 1 / at.norm();
    }

    /** The parametrization that {@code prediction_type} names. */
    public static Parametrization of(Settings settings) {
        return valueOf(settings.choice("prediction_type").toUpperCase(java.util.Locale.ROOT));
    }
}
