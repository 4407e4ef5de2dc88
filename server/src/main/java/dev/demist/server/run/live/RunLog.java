package dev.demist.server.run.live;

import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import reactor.core.publisher.Hooks;

/**
 * Carries a run's id from Reactor's context into the {@code run} of the log, on whichever thread a step goes on: a line
 * that a scheduler or the engine logs names its run. Found by {@code ServiceLoader}.
 */
public final class RunLog implements ThreadLocalAccessor<String> {

    /** The key in Reactor's context. */
    static final String KEY = "demist.run";

    private static final String MDC_KEY = "run";

    /** Switches it on, for all streams of the process. */
    public static void enable() {
        Hooks.enableAutomaticContextPropagation();
    }

    @Override
    public Object key() {
        return KEY;
    }

    @Override
    public @Nullable String getValue() {
        return MDC.get(MDC_KEY);
    }

    @Override
    public void setValue(String run) {
        MDC.put(MDC_KEY, run);
    }

    @Override
    public void setValue() {
        MDC.remove(MDC_KEY);
    }
}
