package dev.demist.engine.internal.runtime;

/**
 * A processor, or a group of them, on which networks run, as libtorch names it.
 *
 * @param type the kind of processor
 * @param index which of several processors of this kind
 */
public record Place(Type type, int index) {

    /** The computer's own processors. */
    public static final Place CPU = new Place(Type.CPU, 0);

    /** The kinds of processors that networks can run on. */
    public enum Type {
        CPU
    }
}
