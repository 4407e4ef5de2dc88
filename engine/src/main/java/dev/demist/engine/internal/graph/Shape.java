package dev.demist.engine.internal.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a tensor's shape while a program is traced: nothing, or the number of axes and the lengths of some
 * of them. Batch, height and width are usually unknown, channels known. Immutable.
 */
public final class Shape {

    /** A length that is not known. */
    public static final int ANY = -1;
    /** A shape of which not even the number of axes is known. */
    public static final Shape UNKNOWN = new Shape(null);

    private final int @Nullable [] axes;

    private Shape(int @Nullable [] axes) {
        this.axes = axes;
    }

    /** A shape of these lengths, each of which may be {@link #ANY}. */
    public static Shape of(int... axes) {
        return new Shape(axes.clone());
    }

    /** Whether the number of axes is known. */
    public boolean isKnown() {
        return axes != null;
    }

    /** The number of axes, 0 if it is not known. */
    public int rank() {
        return axes == null ? 0 : axes.length;
    }

    /** The length of an axis, counted from the end if it is negative, or {@link #ANY}. */
    public int axis(int index) {
        return axes == null ? ANY : axes[index < 0 ? index + axes.length : index];
    }

    /** The same shape with another length of an axis. */
    Shape with(int index, int length) {
        if (axes == null) {
            return this;
        }
        int[] changed = axes.clone();
        changed[index < 0 ? index + axes.length : index] = length;
        return new Shape(changed);
    }

    /** A copy of the lengths; empty if nothing is known. */
    int[] axes() {
        return axes == null ? new int[0] : axes.clone();
    }

    /** Whether an axis may have this length. */
    boolean allows(int index, int length) {
        return fits(axis(index), length);
    }

    /** Whether two lengths may be the same. */
    static boolean fits(int a, int b) {
        return a == ANY || b == ANY || a == b;
    }

    /** Such as {@code [?, 320, ?, ?]}. */
    @Override
    public String toString() {
        return axes == null
                ? "[...]"
                : Arrays.stream(axes)
                        .mapToObj(length -> length == ANY ? "?" : Integer.toString(length))
                        .collect(Collectors.joining(", ", "[", "]"));
    }
}
