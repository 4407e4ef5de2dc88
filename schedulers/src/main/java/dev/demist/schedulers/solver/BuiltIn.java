package dev.demist.schedulers.solver;

import dev.demist.scheduler.PlanRequest;
import dev.demist.scheduler.Scheduler;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import dev.demist.schedulers.LegacyKeys;
import dev.demist.schedulers.Options;
import dev.demist.schedulers.Settings;
import java.util.List;
import java.util.Set;

/**
 * A scheduler of this module: its names and its options. The options are both the help text and the rules that a
 * configuration is checked against.
 */
abstract class BuiltIn implements SchedulerProvider {

    private static final String ZERO_SNR = Options.ZERO_SNR.name();

    private final String name;
    private final String label;
    private final String diffusersName;
    private final Use use;
    private final String description;
    private final List<SchedulerOption> options;

    BuiltIn(
            String name,
            String label,
            String diffusersName,
            Use use,
            String description,
            List<SchedulerOption> options) {
        this.name = name;
        this.label = label;
        this.diffusersName = diffusersName;
        this.use = use;
        this.description = description;
        this.options = options;
    }

    /** The custom schedules that an algorithm follows; those of diffusers do not take both at once. */
    enum Custom {
        NONE(false, false),
        TIMESTEPS(true, false),
        SIGMAS(false, true),
        TIMESTEPS_OR_SIGMAS(true, true);

        private final boolean timesteps;
        private final boolean sigmas;

        Custom(boolean timesteps, boolean sigmas) {
            this.timesteps = timesteps;
            this.sigmas = sigmas;
        }
    }

    /** The custom schedules that this algorithm follows; others are refused before {@link #configure} is asked. */
    Custom custom() {
        return Custom.NONE;
    }

    private PlanRequest followed(PlanRequest request) {
        PlanRequest known = custom().timesteps ? request : request.refuseTimesteps(name);
        return custom().sigmas ? known : known.refuseSigmas(name);
    }

    /** The scheduler of checked settings. */
    abstract Scheduler configure(Settings settings);

    @Override
    public final Scheduler create(SchedulerConfig config) {
        SchedulerConfig current = LegacyKeys.renew(config, options);
        Scheduler scheduler = configure(Settings.read(name, options, current));
        current.warnAboutUnknownKeys(this);
        return request -> scheduler.plan(followed(request));
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final boolean suits(SchedulerConfig trained, int steps) {
        boolean startsRight = !trained.flag(ZERO_SNR, false) || options.contains(Options.ZERO_SNR);
        return startsRight && use.suits(trained, steps);
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
