package dev.demist.schedulers.solver;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import java.util.Arrays;

/** Walks along a grid with a solver. Immutable. */
final class GridPlan implements SchedulerPlan {

    private static final Tensor INFINITE = Tensor.full(Float.POSITIVE_INFINITY, 1, 1, 1, 1);

    private final Grid grid;
    private final Call.Model model;
    private final Solver solver;
    private final double[] noiseLevels;

    GridPlan(Grid grid, Call.Model model, Solver solver) {
        this.grid = grid;
        this.model = model;
        this.solver = solver;
        this.noiseLevels = noiseLevels(grid);
        if (model.prediction() == Parametrization.EPSILON
                && Arrays.stream(grid.from()).anyMatch(at -> at.alpha() == 0)
                && !model.range().apply(INFINITE).isFinite()) {
            throw new IllegalArgumentException(
                    "prediction_type: epsilon is not allowed; a plan that starts from pure noise needs"
                            + " v_prediction, sample or clip_sample, since noise alone does not tell what is behind it");
        }
    }

    /**
     * The most noise that is still to come: second-order solvers look ahead and come back. A plan from clean to noise
     * (inversion) counts the noise that is still to be added.
     */
    private static double[] noiseLevels(Grid grid) {
        int calls = grid.calls();
        double end = grid.to()[calls - 1].scheduled();
        boolean inverse = grid.from()[0].scheduled() < end;
        double[] levels = new double[calls + 1];
        for (int k = calls - 1; k >= 0; k--) {
            double level = grid.from()[k].scheduled();
            levels[k] = Math.max(inverse ? end - level : level, levels[k + 1]);
        }
        return levels;
    }

    @Override
    public int calls() {
        return grid.calls();
    }

    @Override
    public int order() {
        return grid.order();
    }

    @Override
    public double timestep(int call) {
        return grid.timesteps()[call];
    }

    @Override
    public double noiseLevel(int call) {
        return noiseLevels[call];
    }

    @Override
    public SchedulerState start(Tensor noise) {
        return SchedulerState.initial(0, noise.times(grid.startScale()));
    }

    @Override
    public SchedulerState startFrom(Tensor clean, Tensor noise, int call) {
        Level at = grid.from()[call];
        return SchedulerState.initial(call, Tensor.weightedSum(at.alpha(), clean, at.sigma(), noise));
    }

    @Override
    public Tensor modelInput(SchedulerState state) {
        return state.sample().times(model.prediction().in(grid.from()[state.call()]));
    }

    @Override
    public SchedulerState advance(SchedulerState state, Tensor modelOutput, NoiseSource noise) {
        int[] expected = state.sample().shape();
        if (model.learnedVariance()
                && modelOutput.rank() == expected.length
                && modelOutput.size(1) == 2 * expected[1]) {
            expected[1] *= 2;
        }
        modelOutput.requireShape(expected);
        return solver.advance(new Call(grid, model, state, modelOutput, noise));
    }
}
