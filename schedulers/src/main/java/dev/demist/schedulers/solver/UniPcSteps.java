package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The steps of {@link UniPc}: the new prediction first corrects the step that led to it. What is remembered: the
 * (corrected) sample that the last step began with, then the last predictions, newest first.
 */
record UniPcSteps(UniPcFormula formula, int order, boolean lowerFinal, Set<Integer> uncorrected) implements Solver {

    @Override
    public SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        Tensor signal = formula.signal(call, clean);
        List<Tensor> history = call.history();
        List<Tensor> before = history.isEmpty() ? List.of() : history.subList(1, history.size());
        boolean correct = !before.isEmpty() && !uncorrected.contains(call.index() - 1);
        Tensor x = correct
                ? formula.correct(
                        history.get(0),
                        signal,
                        before,
                        levels(call, 1, order(call.remaining() + 1, before.size())),
                        call.from())
                : call.x();
        List<Tensor> signals = new ArrayList<>(before);
        signals.add(0, signal);
        if (signals.size() > order) {
            signals.remove(order);
        }
        // Nothing can be extrapolated to where log-SNR is infinite.
        int ahead = call.to().sigma() == 0 ? 1 : order(call.remaining(), signals.size());
        Tensor next = formula.predict(x, signals, levels(call, 0, ahead), call.to());
        signals.add(0, x);
        return call.next(next, clean, signals);
    }

    private int order(int remaining, int known) {
        return Math.min(known, lowerFinal ? Math.min(order, remaining + 1) : order);
    }

    /** The levels of the last {@code n} predictions made at least {@code back} calls ago, newest first. */
    private static List<Level> levels(Call call, int back, int n) {
        List<Level> levels = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            levels.add(call.from(back + i));
        }
        return levels;
    }
}
