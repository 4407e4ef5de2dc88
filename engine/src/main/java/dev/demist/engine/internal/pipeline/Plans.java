package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerPlan;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.scheduler.SchedulerRegistry;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;

/**
 * Makes plans: the chosen scheduler with the checkpoint's own configuration under the overrides of the request. Nothing
 * that a plug-in does wrong gets past it. Thread-safe.
 *
 * @param registry what can be chosen
 * @param config the checkpoint's {@code scheduler_config.json}
 * @param ownName the short name of the checkpoint's own scheduler
 * @param pool where plug-ins run
 */
public record Plans(SchedulerRegistry registry, SchedulerConfig config, String ownName, SchedulerPool pool) {

    /** The choice with the scheduler's short name filled in. */
    SchedulerChoice complete(SchedulerChoice choice) {
        String name = choice.name();
        return new SchedulerChoice(name == null ? ownName : provider(name).name(), choice.options());
    }

    /** The plan of a completed choice, made in the pool. */
    Mono<SchedulerPlan> plan(Schedule schedule) {
        return call(schedule, () -> plan(schedule.scheduler(), schedule.steps()));
    }

    /** The result of {@code work} with a scheduler's plan, made in the pool within its time limit. */
    <T> Mono<T> call(Schedule schedule, Callable<T> work) {
        return pool.call(schedule.scheduler().name(), work);
    }

    /** Fails if there is no such plan; the calling thread waits. */
    void check(Schedule schedule) {
        pool.await(schedule.scheduler().name(), () -> plan(schedule.scheduler(), schedule.steps()));
    }

    private SchedulerPlan plan(SchedulerChoice choice, int steps) {
        Scheduler scheduler = scheduler(choice);
        String name = String.valueOf(choice.name());
        return new CheckedPlan(name, guard(name, "plan", () -> scheduler.plan(steps)));
    }

    /**
     * A choice's scheduler under the checkpoint's configuration, made on the calling thread.
     *
     * @throws DemistException UNKNOWN_SCHEDULER, INVALID_SCHEDULER_CONFIG or SCHEDULER_FAILED
     */
    public Scheduler scheduler(SchedulerChoice choice) {
        String name = Objects.requireNonNullElse(choice.name(), ownName);
        SchedulerProvider provider = provider(name);
        return guard(name, "create", () -> provider.create(configFor(provider).with(choice.options())));
    }

    /**
     * The checkpoint's configuration without the keys that mean something to other schedulers only, such as Stable
     * Diffusion's {@code clip_sample} beside PNDM: they are no mistake, so nobody is to be warned of them.
     */
    private SchedulerConfig configFor(SchedulerProvider provider) {
        Set<String> others = new HashSet<>(registry.optionNames());
        provider.options().forEach(option -> others.remove(option.name()));
        return provider.options().isEmpty() ? config : config.without(others);
    }

    private SchedulerProvider provider(String name) {
        return registry.find(name)
                .orElseThrow(() -> new DemistException(
                        ErrorCode.UNKNOWN_SCHEDULER,
                        "scheduler: " + name + " is not known; known: " + String.join(", ", registry.names())));
    }

    private static <T> T guard(String name, String method, Callable<T> call) {
        T result;
        try {
            result = call.call();
        } catch (IllegalArgumentException e) {
            throw new DemistException(
                    ErrorCode.INVALID_SCHEDULER_CONFIG, "scheduler " + name + ": " + e.getMessage(), e);
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
