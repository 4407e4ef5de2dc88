package dev.demist.schedulers.solver;

import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.schedulers.LegacyKeys;
import dev.demist.schedulers.Settings;
import java.util.List;
import java.util.Set;

/**
 * A scheduler of this module: its names and its options, which are both the help and what a configuration is checked
 * against.
 */
abstract class BuiltIn implements SchedulerProvider {

    private static final int MOST_STEPS = 1000;

    private final String name;
    private final String diffusersName;
    private final String description;
    private final List<SchedulerOption> options;

    BuiltIn(String name, String diffusersName, String description, List<SchedulerOption> options) {
        this.name = name;
        this.diffusersName = diffusersName;
        this.description = description;
        this.options = options;
    }

    /** The scheduler of checked settings. */
    abstract Scheduler configure(Settings settings);

    @Override
    public final Scheduler create(SchedulerConfig config) {
        SchedulerConfig current = LegacyKeys.renew(config, options);
        Scheduler scheduler = configure(Settings.read(name, options, current));
        current.warnAboutUnknownKeys(this);
        return steps -> {
            if (steps < 1 || steps > MOST_STEPS) {
                throw new IllegalArgumentException(
                        "steps: " + steps + " is not allowed; it must be 1 to " + MOST_STEPS);
            }
            return scheduler.plan(steps);
        };
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<String> diffusersNames() {
        return Set.of(diffusersName);
    }

    @Override
    public final String description() {
        return description;
    }

    @Override
    public final List<SchedulerOption> options() {
        return options;
    }
}
