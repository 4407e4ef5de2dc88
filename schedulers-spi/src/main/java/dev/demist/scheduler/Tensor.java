package dev.demist.scheduler;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * An immutable float32 array of any rank in row-major order, such as a latent {@code [B, C, H, W]}.
 *
 * <p>Safe to share between threads. Arithmetic is done in float32 like the reference's; coefficients come in as
 * {@code double} and are summed in {@code double} per element before one rounding.
 */
public final class Tensor {

    private final float[] values;
    private final int[] shape;

    private Tensor(float[] values, int[] shape) {
        this.values = values;
        this.shape = shape;
    }

    /** A copy of {@code values} under {@code shape}. */
    public static Tensor of(float[] values, int... shape) {
        return wrap(values.clone(), shape.clone());
    }

    /**
     * Takes {@code values} over without a copy: the caller must not touch the array again.
     *
     * @throws IllegalArgumentException if the shape does not hold exactly {@code values.length} elements
     */
    public static Tensor wrap(float[] values, int... shape) {
        if (elements(shape) != values.length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " holds " + elements(shape)
                    + " values, but " + values.length + " were given");
        }
        return new Tensor(values, shape);
    }

    /** All elements 0. */
    public static Tensor zeros(int... shape) {
        return wrap(new float[Math.toIntExact(elements(shape))], shape.clone());
    }

    /** All elements {@code value}. */
    public static Tensor full(float value, int... shape) {
        float[] values = new float[Math.toIntExact(elements(shape))];
        Arrays.fill(values, value);
        return wrap(values, shape.clone());
    }

    /**
     * A linear combination, of which most steps are made: {@code sum_i weights[i] * tensors[i]}, element by element.
     *
     * @throws IllegalArgumentException if the counts differ, there is none, or the shapes are not all equal
     */
    public static Tensor weightedSum(double[] weights, Tensor... tensors) {
        if (weights.length != tensors.length || weights.length == 0) {
            throw new IllegalArgumentException(weights.length + " weights for " + tensors.length + " tensors");
        }
        Tensor first = tensors[0];
        for (Tensor tensor : tensors) {
            tensor.requireShape(first.shape);
        }
        float[] sum = new float[first.values.length];
        for (int i = 0; i < sum.length; i++) {
            double total = 0;
            for (int k = 0; k < weights.length; k++) {
                total += weights[k] * tensors[k].values[i];
            }
            sum[i] = (float) total;
        }
        return new Tensor(sum, first.shape);
    }

    /** {@code a * x + b * y}; see {@link #weightedSum(double[], Tensor...)}. */
    public static Tensor weightedSum(double a, Tensor x, double b, Tensor y) {
        return weightedSum(new double[] {a, b}, x, y);
    }

    /** Every element times {@code factor}. */
    public Tensor times(double factor) {
        if (factor == 1) {
            return this;
        }
        // A loop of its own, as in plus and minus: the compiler turns it into vector instructions, which it does not
        // do with a call per element.
        float[] product = new float[values.length];
        for (int i = 0; i < product.length; i++) {
            product[i] = (float) (factor * values[i]);
        }
        return new Tensor(product, shape);
    }

    /** This plus {@code other}, of the same shape. */
    public Tensor plus(Tensor other) {
        other.requireShape(shape);
        float[] sum = new float[values.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = values[i] + other.values[i];
        }
        return new Tensor(sum, shape);
    }

    /** This minus {@code other}, of the same shape. */
    public Tensor minus(Tensor other) {
        other.requireShape(shape);
        float[] difference = new float[values.length];
        for (int i = 0; i < difference.length; i++) {
            difference[i] = values[i] - other.values[i];
        }
        return new Tensor(difference, shape);
    }

    /** Every element between {@code min} and {@code max}; NaN stays NaN. */
    public Tensor clamp(float min, float max) {
        return map(x -> Math.max(min, Math.min(max, x)));
    }

    /** {@code function} of every element. */
    public Tensor map(FloatFunction function) {
        float[] mapped = new float[values.length];
        for (int i = 0; i < mapped.length; i++) {
            mapped[i] = function.apply(values[i]);
        }
        return new Tensor(mapped, shape);
    }

    /** The same elements under another shape of the same size. */
    public Tensor reshape(int... newShape) {
        return wrap(values, newShape.clone());
    }

    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of the first axis. */
    public Tensor rows(int from, int to) {
        return narrow(0, from, to);
    }

    /**
     * The part of axis {@code axis} from {@code from} (inclusive) to {@code to} (exclusive), copied.
     *
     * @throws IndexOutOfBoundsException if the axis or the range does not exist
     */
    public Tensor narrow(int axis, int from, int to) {
        if (axis < 0 || axis >= shape.length || from < 0 || to > shape[axis] || from > to) {
            throw new IndexOutOfBoundsException(
                    "axis " + axis + " from " + from + " to " + to + " of a tensor " + Arrays.toString(shape));
        }
        int[] narrowed = shape.clone();
        narrowed[axis] = to - from;
        int inner = (int) elements(Arrays.copyOfRange(shape, axis + 1, shape.length));
        int outer = (int) elements(Arrays.copyOfRange(shape, 0, axis));
        int run = (to - from) * inner;
        float[] part = new float[outer * run];
        for (int o = 0; o < outer; o++) {
            System.arraycopy(values, (o * shape[axis] + from) * inner, part, o * run, run);
        }
        return new Tensor(part, narrowed);
    }

    /**
     * Joins tensors along {@code axis}; all other axes must be equal.
     *
     * @throws IllegalArgumentException if there are no parts, the axis does not exist or the shapes do not fit; the
     *     message names both shapes
     */
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("nothing to join along axis " + axis);
        }
        if (axis < 0 || axis >= parts[0].shape.length) {
            throw new IllegalArgumentException(
                    "axis " + axis + " of a tensor " + Arrays.toString(parts[0].shape) + " does not exist");
        }
        if (parts.length == 1) {
            return parts[0];
        }
        int[] joined = parts[0].shape.clone();
        joined[axis] = 0;
        for (Tensor part : parts) {
            int[] expected = parts[0].shape.clone();
            expected[axis] = part.shape.length == expected.length ? part.shape[axis] : expected[axis];
            part.requireShape(expected);
            joined[axis] += part.shape[axis];
        }
        int inner = (int) elements(Arrays.copyOfRange(joined, axis + 1, joined.length));
        int outer = (int) elements(Arrays.copyOfRange(joined, 0, axis));
        float[] all = new float[Math.toIntExact(elements(joined))];
        int at = 0;
        for (Tensor part : parts) {
            int run = part.shape[axis] * inner;
            for (int o = 0; o < outer; o++) {
                System.arraycopy(part.values, o * run, all, o * joined[axis] * inner + at, run);
            }
            at += run;
        }
        return new Tensor(all, joined);
    }

    /** A copy of the shape. */
    public int[] shape() {
        return shape.clone();
    }

    /** The length of axis {@code axis}. */
    public int size(int axis) {
        return shape[axis];
    }

    /** The number of axes. */
    public int rank() {
        return shape.length;
    }

    /** The number of elements. */
    public int size() {
        return values.length;
    }

    /** The element at {@code index} of the row-major order. */
    public float get(int index) {
        return values[index];
    }

    /** A copy of the elements. */
    public float[] toArray() {
        return values.clone();
    }

    /** A read-only view of the elements, positioned at the first. */
    public FloatBuffer buffer() {
        return FloatBuffer.wrap(values).asReadOnlyBuffer();
    }

    /** Whether no element is NaN or infinite. */
    public boolean isFinite() {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the shape is exactly {@code expected}. */
    public boolean hasShape(int... expected) {
        return Arrays.equals(shape, expected);
    }

    /**
     * This tensor, once its shape is checked.
     *
     * @throws IllegalArgumentException if the shape is not {@code expected}; the message names both shapes
     */
    public Tensor requireShape(int... expected) {
        if (!hasShape(expected)) {
            throw new IllegalArgumentException(
                    "shape " + Arrays.toString(shape) + ", expected " + Arrays.toString(expected));
        }
        return this;
    }

    private static long elements(int[] shape) {
        long product = 1;
        for (int length : shape) {
            if (length < 0) {
                throw new IllegalArgumentException("negative length in shape " + Arrays.toString(shape));
            }
            product = Math.multiplyExact(product, (long) length);
        }
        return product;
    }

    /**
     * Whether {@code other} is a tensor of the same shape with equal values, compared as {@link Float#equals} does: NaN
     * equals NaN whatever its payload, 0 and -0 differ.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof Tensor that && Arrays.equals(shape, that.shape) && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Tensor" + Arrays.toString(shape);
    }

    /** A function of one float. */
    @FunctionalInterface
    public interface FloatFunction {
        /** The image of {@code x}. */
        float apply(float x);
    }
}
