package dev.demist.engine.internal.graph;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of an operator. Two calls are the same value only if they are the same object. */
public sealed class Call extends Value permits ConvolutionCall, LinearCall, AttentionCall, GroupNormCall, SameCall {

    private final String function;
    private final List<Argument> arguments;
    private final Shape known;

    /** A call of {@code function} as TorchScript names it, such as {@code torch.silu}. */
    public Call(String function, List<Argument> arguments) {
        this(function, arguments, ShapeRules.of(function, arguments));
    }

    Call(String function, List<Argument> arguments, Shape known) {
        this.function = function;
        this.arguments = List.copyOf(arguments);
        this.known = known;
    }

    @Override
    public final Shape known() {
        return known;
    }

    /** A call whose constant arguments are given as Java values; see {@link Argument#of}. */
    public static Call of(String function, @Nullable Object... arguments) {
        return new Call(function, Arrays.stream(arguments).map(Argument::of).toList());
    }

    /** The operator's qualified name. */
    public final String function() {
        return function;
    }

    /** The arguments, in order. */
    public final List<Argument> arguments() {
        return arguments;
    }

    /** The arguments with what {@code each} makes of every value among them. */
    public final List<Argument> arguments(UnaryOperator<Value> each) {
        return mapped(arguments, each);
    }

    private static List<Argument> mapped(List<Argument> arguments, UnaryOperator<Value> each) {
        return arguments.stream().map(argument -> mapped(argument, each)).toList();
    }

    private static Argument mapped(Argument argument, UnaryOperator<Value> each) {
        if (argument instanceof Value value) {
            return each.apply(value);
        } else if (argument instanceof Argument.Sequence sequence) {
            return new Argument.Sequence(mapped(sequence.items(), each));
        }
        return argument;
    }

    /** The first value that it reads, for operators that read one. */
    public final Value operand() {
        return operands().findFirst().orElseThrow();
    }

    /** The values that it reads. */
    public final Stream<Value> operands() {
        return arguments.stream().flatMap(Call::values);
    }

    private static Stream<Value> values(Argument argument) {
        if (argument instanceof Value value) {
            return Stream.of(value);
        } else if (argument instanceof Argument.Sequence sequence) {
            return sequence.items().stream().flatMap(Call::values);
        } else if (argument instanceof Argument.Named named) {
            return values(named.value());
        }
        return Stream.empty();
    }
}
