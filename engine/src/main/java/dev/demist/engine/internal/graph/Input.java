package dev.demist.engine.internal.graph;

/** A tensor that is handed in at each call, in float32. */
public final class Input extends Value {

    private final String name;
    private final Shape known;
    private final int side;
    private final boolean lasting;

    /** An input that is printed as {@code name}. */
    public Input(String name) {
        this(name, Shape.UNKNOWN);
    }

    /** An input of which something is known. */
    public Input(String name, Shape known) {
        this(name, known, 0, false);
    }

    private Input(String name, Shape known, int side, boolean lasting) {
        this.name = name;
        this.known = known;
        this.side = side;
        this.lasting = lasting;
    }

    /** A picture that usually is {@code side} pixels high and wide, and may have any other size. */
    public static Input picture(String name, int side) {
        return new Input(name, Shape.UNKNOWN, side, false);
    }

    /** An input that usually is the same in all steps of a picture, such as the states of its prompt. */
    public static Input lasting(String name) {
        return lasting(name, Shape.UNKNOWN);
    }

    /** The same of which something is known. */
    public static Input lasting(String name, Shape known) {
        return new Input(name, known, 0, true);
    }

    /** Whether it usually is the same in all steps of a picture; what is computed of such inputs alone is kept. */
    public boolean isLasting() {
        return lasting;
    }

    /** How high and wide it usually is; 0 if that is not known, or if it is no picture. */
    public int side() {
        return side;
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
