package dev.demist.engine.internal.nn;

import dev.demist.engine.internal.graph.Parameter;

/**
 * A place in the checkpoint: the path of a module, as its keys begin.
 *
 * @param prefix empty at the root, else with a dot at its end
 */
public record Scope(String prefix) {

    /** The whole checkpoint. */
    public static final Scope ROOT = new Scope("");

    /** The module {@code name} (or several, with dots between) inside this one. */
    public Scope child(String name) {
        return new Scope(prefix + name + ".");
    }

    /** The module at {@code index} of a list. */
    public Scope child(int index) {
        return child(Integer.toString(index));
    }

    /** The weight {@code name} of this module. */
    public Parameter parameter(String name, int... shape) {
        return new Parameter(prefix + name, shape);
    }
}
