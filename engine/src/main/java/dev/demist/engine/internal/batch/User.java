package dev.demist.engine.internal.batch;

import dev.demist.Pipeline;
import reactor.util.context.ContextView;

/**
 * Whose step it is, as Reactor's context tells.
 *
 * @param name see {@link Pipeline#USER}
 * @param weight see {@link Pipeline#WEIGHT}
 * @param priority see {@link Pipeline#PRIORITY}
 */
record User(String name, double weight, int priority) {

    static User of(ContextView context) {
        return new User(
                String.valueOf(context.<Object>getOrDefault(Pipeline.USER, "")),
                Math.max(0.1, Math.min(10, number(context, Pipeline.WEIGHT, 1))),
                (int) number(context, Pipeline.PRIORITY, 0));
    }

    private static double number(ContextView context, String key, double otherwise) {
        return context.hasKey(key) ? context.<Number>get(key).doubleValue() : otherwise;
    }
}
