package dev.demist.engine.internal.graph;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The result of an operator. Two calls are the same value only if they are the same object. */
public final class Call extends Value {

    private final String function;
    private final List<Argument> arguments;

    /** A call of {@code function} as TorchScript names it, such as {@code torch.silu}. */
    public Call(String function, List<Argument> arguments) {
        this.function = function;
        this.arguments = List.copyOf(arguments);
    }

    /** The same, with the constants as Java values; see {@link Argument#of}. */
    public static Call of(String function, @Nullable Object... arguments) {
        return new Call(function, Arrays.stream(arguments).map(Argument::of).toList());
    }

    /** The operator's qualified name. */
    public String function() {
        return function;
    }

    /** What it is called with, in order. */
    public List<Argument> arguments() {
        return arguments;
    }

    /** The values that it reads. */
    public Stream<Value> operands() {
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
