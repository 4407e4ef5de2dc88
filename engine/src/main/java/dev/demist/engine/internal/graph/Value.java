package dev.demist.engine.internal.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor (or a size) of a program that is being traced: operators on it compute nothing, they build the program.
 *
 * <p>Sizes are values too, so a program is independent of batch, height and width. Immutable; equal only to itself.
 */
public abstract sealed class Value implements Argument permits Input, Parameter, Constant, Call {

    /** What is known of its shape; a size has an unknown shape. */
    public abstract Shape known();

    /** {@code function(this, more...)}; see {@link Call#of}. */
    public final Value apply(String function, @Nullable Object... more) {
        @Nullable Object[] all = new @Nullable Object[more.length + 1];
        all[0] = this;
        System.arraycopy(more, 0, all, 1, more.length);
        return Call.of(function, all);
    }

    /** The sum with a tensor of exactly the same shape, which an operator before may take over. */
    public final Value plusSame(Value other) {
        return new SameCall(this, other, "add");
    }

    /** The product with a tensor of exactly the same shape, which an operator before may take over. */
    public final Value timesSame(Value other) {
        return new SameCall(this, other, "mul");
    }

    /** A picture {@code [B, in, H, W]} convolved with {@code [out, in, h, w]}. */
    public final Value convolve(Value weight, @Nullable Value bias, int stride, int padding) {
        return new ConvolutionCall(this, weight, bias, stride, padding);
    }

    /** The last axis mapped by {@code [out, in]}. */
    public final Value linear(Value weight, @Nullable Value bias) {
        return new LinearCall(this, weight, bias);
    }

    /** Queries {@code [B, heads, T, width]} that look at keys and values {@code [B, heads, S, width]}. */
    public final Value attend(Value key, Value value, boolean causal) {
        return new AttentionCall(this, key, value, null, causal);
    }

    /**
     * Queries {@code [B, heads, T, width]} that look at keys and values {@code [B, heads, S, width]} through a mask.
     *
     * @param mask {@code [B, heads, T, S]}, where an axis of length 1 stands for all: numbers that are added to the
     *     scores, in the format of the queries, or truth values that say which keys are seen
     */
    public final Value attend(Value key, Value value, Value mask) {
        return new AttentionCall(this, key, value, mask, false);
    }

    /** A picture {@code [B, C, ...]} normalised over groups of channels. */
    public final Value groupNorm(int groups, Value weight, Value bias, double eps) {
        return new GroupNormCall(this, groups, weight, bias, eps);
    }

    /** The sum with a value or a number. */
    public final Value plus(Object other) {
        return apply("torch.add", other);
    }

    /** The difference to a value or a number. */
    public final Value minus(Object other) {
        return apply("torch.sub", other);
    }

    /** The product with a value or a number. */
    public final Value times(Object factor) {
        return apply("torch.mul", factor);
    }

    /** The sum with a product, rounded once. */
    public final Value plusProduct(Value factor, Value other) {
        return apply("torch.addcmul", factor, other);
    }

    /** The quotient by a value or a number. */
    public final Value dividedBy(Object divisor) {
        return apply("torch.div", divisor);
    }

    /** The length of axis {@code axis}; a number inside the program. */
    public final Value size(int axis) {
        return apply("torch.size", axis);
    }

    /** Another shape over the same elements; sizes are numbers or values, one of them may be -1. */
    public final Value reshape(Object... sizes) {
        return apply("torch.reshape", Arrays.asList(sizes));
    }

    /** The axes in another order. */
    public final Value permute(int... axes) {
        return apply("torch.permute", (Object) axes);
    }

    /** Two axes swapped. */
    public final Value transpose(int a, int b) {
        return apply("torch.transpose", a, b);
    }

    /** {@code length} positions of axis {@code axis} from {@code start}; numbers or values. */
    public final Value narrow(int axis, Object start, Object length) {
        return apply("torch.narrow", axis, start, length);
    }

    /** A new axis of length 1 before {@code axis}. */
    public final Value unsqueeze(int axis) {
        return apply("torch.unsqueeze", axis);
    }

    /** The same numbers in another format. */
    public final Value to(ElementType type) {
        return apply("torch.to", type);
    }

    /** Tensors joined along {@code axis}. */
    public static Value concat(int axis, Value... parts) {
        return parts.length == 1
                ? parts[0]
                : new Call(
                        "torch.cat",
                        List.of(Argument.of(List.of(parts)), Argument.of(axis)),
                        ShapeRules.concat(axis, parts));
    }
}
