package dev.demist.schedulers.solver;

import static dev.demist.schedulers.Options.integer;
import static dev.demist.schedulers.Options.numbers;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import dev.demist.schedulers.prediction.Parametrization;
import dev.demist.schedulers.schedule.Grid;
import dev.demist.schedulers.schedule.SineSchedule;
import java.util.List;

/** Improved PNDM (Liu et al. 2022, multistep from the first call) for models of v on a sine schedule. */
public final class Ipndm extends BuiltIn {

    private static final double LEAST_ALPHA = 1e-8;

    /** For the service loader. */
    public Ipndm() {
        super(
                "ipndm",
                "iPNDM",
                "IPNDMScheduler",
                Use.OTHER,
                "Linear multistep for continuous-time models",
                List.of(
                        integer("num_train_timesteps", 1000, "timesteps the model was trained on"),
                        numbers("trained_betas", "the noise at each step, instead of the sine")));
    }

    @Override
    Scheduler configure(Settings settings) {
        double[] trained = settings.numbers("trained_betas");
        Call.Model model = Call.Model.of(Parametrization.V_PREDICTION);
        return request -> new GridPlan(grid(trained, request.steps()), model, Ipndm::advance);
    }

    private static Grid grid(double[] trained, int steps) {
        return trained.length > 1 ? SineSchedule.of(trained) : SineSchedule.of(SineSchedule.noise(steps));
    }

    private static SchedulerState advance(Call call) {
        List<Tensor> noises = call.remember(call.prediction().noise(call.from(), call.x(), call.output()), 4);
        double[] weights = PndmSteps.ADAMS_BASHFORTH[noises.size() - 1];
        Tensor noise = Tensor.weightedSum(weights, noises.toArray(Tensor[]::new));
        double kept = call.to().alpha() / Math.max(call.from().alpha(), LEAST_ALPHA);
        Tensor next = Tensor.weightedSum(
                kept, call.x(), call.to().sigma() - kept * call.from().sigma(), noise);
        return call.next(next, call.clean(), noises);
    }
}
