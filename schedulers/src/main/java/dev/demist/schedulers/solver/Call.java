package dev.demist.schedulers.solver;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.prediction.Prediction;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.Level;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** One call of the model as a {@link Solver} sees it. Lives for one {@code advance} only. */
final class Call {

    private final Grid grid;
    private final Model model;
    private final SchedulerState state;
    private final Tensor full;
    private final NoiseSource source;
    private int draws;

    /** The interpretation of the model's outputs. */
    record Model(Prediction prediction, UnaryOperator<Tensor> range, boolean learnedVariance) {

        static Model of(Prediction prediction) {
            return new Model(prediction, UnaryOperator.identity(), false);
        }
    }

    Call(Grid grid, Model model, SchedulerState state, Tensor full, NoiseSource source) {
        this.grid = grid;
        this.model = model;
        this.state = state;
        this.full = full;
        this.source = source;
        this.draws = state.draws();
    }

    int index() {
        return state.call();
    }

    /** The number of calls after this one. */
    int remaining() {
        return grid.calls() - 1 - state.call();
    }

    double timestep() {
        return grid.timesteps()[state.call()];
    }

    /** The timestep of the call {@code back} calls ago. */
    double timestep(int back) {
        return grid.timesteps()[state.call() - back];
    }

    Level from() {
        return grid.from()[state.call()];
    }

    /** The level that the call {@code back} calls ago started from. */
    Level from(int back) {
        return grid.from()[state.call() - back];
    }

    /** The levels that this call and the {@code n - 1} before it started from, newest first. */
    List<Level> levels(int n) {
        return IntStream.range(0, n).mapToObj(this::from).toList();
    }

    Level to() {
        return grid.to()[state.call()];
    }

    Tensor x() {
        return state.sample();
    }

    /** The model's output, without a learned variance. */
    Tensor output() {
        return full.size(1) == x().size(1) ? full : full.narrow(1, 0, x().size(1));
    }

    /** The learned variance. */
    Tensor variance() {
        return full.narrow(1, x().size(1), full.size(1));
    }

    Prediction prediction() {
        return model.prediction();
    }

    /** The predicted clean sample, kept within range. */
    Tensor clean() {
        return clean(from(), x(), output());
    }

    Tensor clean(Level at, Tensor x, Tensor output) {
        return model.range().apply(model.prediction().clean(at, x, output));
    }

    /**
     * The noise that the model predicts: if its clean sample is kept within range ({@code ranged}), the noise that this
     * leaves.
     */
    Tensor noiseBehind(Tensor clean, boolean ranged) {
        return ranged
                ? Prediction.noiseOf(from(), x(), clean)
                : model.prediction().noise(from(), x(), output());
    }

    List<Tensor> history() {
        return state.history();
    }

    /** The next block of this run's noise. */
    Tensor noise() {
        return source.normal(draws++, x().shape());
    }

    /** The block of noise that was drawn before this call. */
    Tensor lastNoise() {
        return source.normal(state.draws() - 1, x().shape());
    }

    /** The state after this call. */
    SchedulerState next(Tensor sample, Tensor denoised, Tensor... history) {
        return next(sample, denoised, List.of(history));
    }

    SchedulerState next(Tensor sample, Tensor denoised, List<Tensor> history) {
        return new SchedulerState(state.call() + 1, draws, sample, denoised, history);
    }

    /** {@code newest} before the {@code keep - 1} newest of what was remembered. */
    List<Tensor> remember(Tensor newest, int keep) {
        List<Tensor> longer = new java.util.ArrayList<>(history());
        longer.add(0, newest);
        return longer.size() > keep ? longer.subList(0, keep) : longer;
    }
}
