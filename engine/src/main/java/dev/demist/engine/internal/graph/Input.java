package dev.demist.engine.internal.graph;

/** A tensor that is handed in at each call, in float32. */
public final class Input extends Value {

    private final String name;

    /** An input that is printed as {@code name}. */
    public Input(String name) {
        this.name = name;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its name as an identifier of a program. */
    public String identifier() {
        return name.replace('.', '_');
    }
}
