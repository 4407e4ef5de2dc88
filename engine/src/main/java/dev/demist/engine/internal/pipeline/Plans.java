package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Makes plans: the chosen scheduler with the checkpoint's own configuration under the overrides of the request. Nothing
 * that a plug-in does wrong gets past it. Thread-safe.
 *
 * @param registry the schedulers that can be chosen
 * @param config the checkpoint's {@code scheduler_config.json}
 * @param own the checkpoint's own scheduler
 * @param pool runs plug-ins
 * @param ofFamily the additions of the model's family to a request that has the sample's shape: the number of tokens,
 *     if it is not one for every 2 x 2 patch, or a shift of its own ({@code mu})
 */
public record Plans(
        SchedulerRegistry registry,
        SchedulerConfig config,
        OwnScheduler own,
        SchedulerPool pool,
        UnaryOperator<PlanRequest> ofFamily) {

    /** The setting that all schedulers of continuous noise levels have, and only these. */
    private static final String EDM = "sigma_data";

    /** Plans for a family whose tokens are 2 x 2 patches. */
    public Plans(SchedulerRegistry registry, SchedulerConfig config, String ownName, SchedulerPool pool) {
        this(registry, config, OwnScheduler.of(ownName), pool, UnaryOperator.identity());
    }

    /** The choice with the scheduler's short name filled in. */
    SchedulerChoice named(SchedulerChoice choice) {
        String name = choice.name();
        return choice.withName(name == null ? own.required() : provider(name).name());
    }

    /** The names of the options that a scheduler has; empty for plug-ins that do not list theirs. */
    Set<String> options(String scheduler) {
        return provider(scheduler).options().stream().map(SchedulerOption::name).collect(Collectors.toSet());
    }

    /** The plan of a named choice for samples {@code [1, C, h, w]}, made in the pool. */
    Mono<SchedulerPlan> plan(Schedule schedule, int[] shape) {
        return call(schedule, () -> made(schedule, shape));
    }

    /** The result of {@code work} with a scheduler's plan, made in the pool within its time limit. */
    <T> Mono<T> call(Schedule schedule, Callable<T> work) {
        return pool.call(schedule.scheduler().name(), work);
    }

    private SchedulerPlan made(Schedule schedule, int[] shape) {
        SchedulerChoice choice = schedule.scheduler();
        Scheduler scheduler = scheduler(choice);
        String name = String.valueOf(choice.name());
        SchedulerPlan plan = guard(choice, name, "plan", () -> scheduler.plan(request(schedule, shape)));
        try {
            return new CheckedPlan(name, plan);
        } catch (CheckedPlan.NotFinite e) {
            throw SchedulerErrors.of(choice, e);
        }
    }

    private PlanRequest request(Schedule schedule, int[] shape) {
        double[] timesteps = numbers(schedule.scheduler().timesteps());
        double[] sigmas = numbers(schedule.scheduler().sigmas());
        PlanRequest request = timesteps.length > 0
                ? PlanRequest.ofTimesteps(timesteps)
                : sigmas.length > 0 ? PlanRequest.ofSigmas(sigmas) : PlanRequest.ofSteps(schedule.steps());
        return ofFamily.apply(request.withSampleShape(shape));
    }

    private static double[] numbers(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * A choice's scheduler under the checkpoint's configuration, made on the calling thread.
     *
     * @throws DemistException UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG or SCHEDULER_FAILED
     */
    public Scheduler scheduler(SchedulerChoice choice) {
        String name = choice.name() == null ? own.required() : choice.name();
        SchedulerProvider provider = provider(name);
        requireContinuous(provider);
        return guard(
                choice,
                name,
                "create",
                () -> provider.create(configFor(provider).with(choice.options())));
    }

    /**
     * The checkpoint's configuration without the keys that mean something to other schedulers only, such as Stable
     * Diffusion's {@code clip_sample} under PNDM: they are not a mistake, so no warning is due.
     */
    private SchedulerConfig configFor(SchedulerProvider provider) {
        Set<String> others = new HashSet<>(registry.optionNames());
        provider.options().forEach(option -> others.remove(option.name()));
        return provider.options().isEmpty() ? config : config.without(others);
    }

    /** The names of the schedulers that draw well in {@code steps} steps; {@code first} comes first. */
    List<String> suiting(String first, int steps) {
        Stream<String> others = registry.providers().stream()
                .filter(provider -> suits(provider, steps))
                .map(SchedulerProvider::name);
        return Stream.concat(Stream.of(first, own.name()), others)
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
    }

    // One that refuses the checkpoint's configuration does not suit it, whatever it says.
    private boolean suits(SchedulerProvider provider, int steps) {
        try {
            requireContinuous(provider);
            provider.create(configFor(provider));
            return provider.suits(config, steps);
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Models of continuous noise levels (EDM) are drawn wrong by schedulers that know discrete timesteps only. */
    private void requireContinuous(SchedulerProvider provider) {
        if (config.has(EDM) && !provider.options().isEmpty() && !isContinuous(provider)) {
            List<String> fitting = registry.names().stream()
                    .filter(name -> isContinuous(provider(name)))
                    .toList();
            throw DemistException.inField(
                    ErrorCode.INVALID_SCHEDULER_CONFIG,
                    "scheduler",
                    provider.name() + " does not fit a model of continuous noise levels (EDM); fitting: "
                            + String.join(", ", fitting),
                    null);
        }
    }

    private static boolean isContinuous(SchedulerProvider provider) {
        return provider.options().stream().anyMatch(option -> option.name().equals(EDM));
    }

    private SchedulerProvider provider(String name) {
        return registry.find(name)
                .orElseThrow(() -> DemistException.inField(
                        ErrorCode.UNKNOWN_SCHEDULER,
                        "scheduler",
                        name + " is not known; known: " + String.join(", ", registry.names()),
                        null));
    }

    private static <T> T guard(SchedulerChoice choice, String name, String method, Callable<T> call) {
        T result;
        try {
            result = call.call();
        } catch (IllegalArgumentException e) {
            throw SchedulerErrors.of(choice, name, e);
        } catch (Exception | Error e) {
            throw new DemistException(
                    ErrorCode.SCHEDULER_FAILED, "scheduler " + name + " failed in " + method + ": " + e, e);
        }
        if (result == null) {
            throw new DemistException(ErrorCode.SCHEDULER_FAILED, "scheduler " + name + ": " + method + " gave null");
        }
        return result;
    }
}
