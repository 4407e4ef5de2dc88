package dev.demist.schedulers;

import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.scheduler.tck.TorchNoise;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * What a scheduler itself costs per model call on a 512 x 512 picture's latent, the model and the drawing of noise left
 * out.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(1)
public class SchedulerBenchmark {

    /** The short name. */
    @Param("unipc")
    public String scheduler = "";

    private final Tensor output = new TorchNoise(1).normal(0, 1, 4, 64, 64);
    private final Tensor fixed = new TorchNoise(2).normal(0, 1, 4, 64, 64);
    private final NoiseSource noise = (draw, shape) -> fixed;
    private SchedulerPlan plan =
            BuiltIns.find("ddim").create(SchedulerConfig.of(Map.of())).plan(1);
    private SchedulerState state = SchedulerState.initial(0, fixed);

    /** A plan of 20 steps. */
    @Setup
    public void plan() {
        plan = BuiltIns.find(scheduler).create(SchedulerConfig.of(Map.of())).plan(20);
        state = plan.start(fixed);
    }

    /** One call: what the model would see and the next state, round and round. */
    @Benchmark
    public Tensor step() {
        if (state.call() == plan.calls()) {
            state = plan.start(fixed);
        }
        Tensor input = plan.modelInput(state);
        state = plan.advance(state, output, noise);
        return input;
    }

    /** Measures every built-in scheduler and leaves the figures in {@code schedulers/target/benchmark.json}. */
    public static void main(String[] arguments) throws RunnerException {
        String[] names = BuiltIns.ALL.stream().map(SchedulerProvider::name).toArray(String[]::new);
        new Runner(new OptionsBuilder()
                        .include(SchedulerBenchmark.class.getName())
                        .param("scheduler", names)
                        .addProfiler(GCProfiler.class)
                        .resultFormat(ResultFormatType.JSON)
                        .result(SchedulerDocs.root()
                                .resolve("schedulers/target/benchmark.json")
                                .toString())
                        .build())
                .run();
    }
}
