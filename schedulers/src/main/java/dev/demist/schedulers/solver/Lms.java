package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.schedule.NoiseTable;
import dev.demist.schedulers.schedule.SigmaSchedule.Rounding;
import java.util.List;

/** Linear multistep of order four on uneven sigmas (Crowson, k-diffusion). Remembers the last slopes, newest first. */
public final class Lms extends BuiltIn {

    private static final int ORDER = 4;

    /** For the service loader. */
    public Lms() {
        super(
                "lms",
                "LMS",
                "LMSDiscreteScheduler",
                Use.diffusionFrom(30),
                "Linear multistep of order four",
                Diffusion.options(0.0001, 0.02, Options.SIGMAS));
    }

    @Override
    Scheduler configure(Settings settings) {
        NoiseTable table = NoiseTable.of(settings);
        Call.Model model = Diffusion.model(settings);
        return request -> new GridPlan(
                Diffusion.grid(table, settings, Rounding.NONE, request).requireProgress(), model, Lms::advance);
    }

    private static SchedulerState advance(Call call) {
        Tensor clean = call.clean();
        List<Tensor> slopes =
                call.remember(Euler.slope(call.x(), clean, call.from().sigma()), ORDER);
        Tensor way = slopes.get(0).times((float) weight(call, 0, slopes.size()));
        for (int i = 1; i < slopes.size(); i++) {
            way = Euler.move(way, slopes.get(i), weight(call, i, slopes.size()));
        }
        return call.next(call.x().plus(way), clean, slopes);
    }

    /** The integral of a Lagrange polynomial of degree three at most, for which Simpson's rule is exact. */
    private static double weight(Call call, int i, int order) {
        double from = call.from().sigma();
        double to = call.to().sigma();
        double sum =
                basis(call, i, order, from) + 4 * basis(call, i, order, (from + to) / 2) + basis(call, i, order, to);
        return (to - from) / 6 * sum;
    }

    private static double basis(Call call, int i, int order, double sigma) {
        double product = 1;
        for (int k = 0; k < order; k++) {
            if (k != i) {
                double node = call.from(k).sigma();
                product *= (sigma - node) / (call.from(i).sigma() - node);
            }
        }
        return product;
    }
}
