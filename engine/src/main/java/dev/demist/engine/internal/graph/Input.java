package dev.demist.engine.internal.graph;

/** A tensor that is handed in at each call, in float32. */
public final class Input extends Value {

    private final String name;
    private final Shape known;

    /** An input that is printed as {@code name}. */
    public Input(String name) {
        this(name, Shape.UNKNOWN);
    }

    /** An input of which something is known. */
    public Input(String name, Shape known) {
        this.name = name;
        this.known = known;
    }

    @Override
    public Shape known() {
        return known;
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
