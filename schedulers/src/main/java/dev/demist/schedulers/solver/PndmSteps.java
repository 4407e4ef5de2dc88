package dev.demist.schedulers.solver;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.schedule.Level;
import dev.demist.schedulers.schedule.NoiseTable;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of {@link Pndm}. What is remembered: the model's last outputs, newest first; in front of them, within a
 * Runge-Kutta step, the sample it began with and the sum so far, or, after the first of the repeated timesteps, a mark
 * and the first sample.
 */
final class PndmSteps implements Solver {

    static final double[][] ADAMS_BASHFORTH = {
        {1}, {3 / 2.0, -1 / 2.0}, {23 / 12.0, -16 / 12.0, 5 / 12.0}, {55 / 24.0, -59 / 24.0, 37 / 24.0, -9 / 24.0}
    };
    private static final double[] RUNGE_KUTTA = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};
    private static final Tensor REPEAT = Tensor.full(1);

    private final NoiseTable table;
    private final Level end;
    private final int stride;
    private final int[] warmUp;

    PndmSteps(NoiseTable table, Level end, int stride, int[] warmUp) {
        this.table = table;
        this.end = end;
        this.stride = stride;
        this.warmUp = warmUp;
    }

    @Override
    public SchedulerState advance(Call call) {
        if (call.index() < warmUp.length) {
            return rungeKutta(call);
        }
        return warmUp.length == 0 && call.history().size() <= 3 ? repeatOrMultistep(call) : multistep(call);
    }

    private SchedulerState rungeKutta(Call call) {
        int part = call.index() % 4;
        List<Tensor> history = call.history();
        if (part > 0 && history.isEmpty()) {
            return withoutPast(call);
        }
        Tensor output = call.output();
        Tensor begin = part == 0 ? call.x() : history.get(0);
        Tensor sum = part == 0
                ? output.times(RUNGE_KUTTA[0])
                : Tensor.weightedSum(1, history.get(1), RUNGE_KUTTA[part], output);
        List<Tensor> outputs =
                new ArrayList<>(part == 0 ? call.remember(output, 4) : history.subList(2, history.size()));
        int target = (int) call.timestep() - (part % 2 == 0 ? stride / 2 : 0);
        Tensor next = move(call, begin, warmUp[call.index() - part], target, part == 3 ? sum : output);
        if (part < 3) {
            outputs.addAll(0, List.of(begin, sum));
        }
        return call.next(next, call.clean(), outputs);
    }

    /** A start in the middle of a Runge-Kutta step (image to image) goes on plainly until the next one begins. */
    private SchedulerState withoutPast(Call call) {
        int target = call.index() + 1 < warmUp.length ? warmUp[call.index() + 1] : (int) call.timestep();
        return call.next(move(call, call.x(), (int) call.timestep(), target, call.output()), call.clean());
    }

    private SchedulerState repeatOrMultistep(Call call) {
        int t = (int) call.timestep();
        List<Tensor> history = call.history();
        if (history.isEmpty()) {
            Tensor next = move(call, call.x(), t, t - stride, call.output());
            return call.next(next, call.clean(), REPEAT, call.x(), call.output());
        }
        if (history.get(0).rank() > 0) {
            return multistep(call);
        }
        Tensor mean = Tensor.weightedSum(0.5, call.output(), 0.5, history.get(2));
        return call.next(move(call, history.get(1), t + stride, t, mean), call.clean(), history.get(2));
    }

    private SchedulerState multistep(Call call) {
        List<Tensor> outputs = call.remember(call.output(), 4);
        double[] weights = ADAMS_BASHFORTH[outputs.size() - 1];
        Tensor output = Tensor.weightedSum(weights, outputs.toArray(Tensor[]::new));
        int t = (int) call.timestep();
        return call.next(move(call, call.x(), t, t - stride, output), call.clean(), outputs);
    }

    /** Eq. 9 (phi): the way from one timestep to another along the direction that {@code output} predicts. */
    private Tensor move(Call call, Tensor x, int timestep, int target, Tensor output) {
        Level from = table.level(Math.min(timestep, table.size() - 1));
        Level to = target >= 0 ? table.level(target) : end;
        Tensor noise = call.prediction().noise(from, x, output);
        // In float32 at each operation: the terms are a thousand times their difference where alpha is small.
        float bar = (float) (from.alpha() * from.alpha());
        float barTo = (float) (to.alpha() * to.alpha());
        float denominator = bar * (float) Math.sqrt(1 - barTo) + (float) Math.sqrt(bar * (1 - bar) * barTo);
        return x.times((float) Math.sqrt(barTo / bar))
                .minus(noise.times(barTo - bar).times(1.0 / denominator));
    }
}
