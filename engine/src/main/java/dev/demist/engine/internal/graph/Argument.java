package dev.demist.engine.internal.graph;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An argument of an operator: another value of the program, or a constant. Immutable. */
public sealed interface Argument
        permits Value,
                ElementType,
                Argument.Int,
                Argument.Real,
                Argument.Bool,
                Argument.Text,
                Argument.Device,
                Argument.Sequence,
                Argument.Named,
                Argument.None {

    /** A whole number. */
    record Int(long value) implements Argument {}

    /** A real number. */
    record Real(double value) implements Argument {}

    /** A truth value. */
    record Bool(boolean value) implements Argument {}

    /** A string without quotes in it. */
    record Text(String value) implements Argument {}

    /** A device by its name, such as {@code cuda:0}. */
    record Device(String name) implements Argument {}

    /** A list of arguments. */
    record Sequence(List<Argument> items) implements Argument {}

    /** An argument that is passed by keyword. */
    record Named(String name, Argument value) implements Argument {}

    /** No value. */
    record None() implements Argument {}

    /**
     * The argument that stands for a Java value: null, a number, boolean, string, {@code int[]}, list, or an argument
     * itself.
     *
     * @throws IllegalArgumentException for anything else
     */
    static Argument of(@Nullable Object value) {
        if (value == null) {
            return new None();
        } else if (value instanceof Argument argument) {
            return argument;
        } else if (value instanceof Integer || value instanceof Long) {
            return new Int(((Number) value).longValue());
        } else if (value instanceof Double real) {
            return new Real(real);
        } else if (value instanceof Boolean bool) {
            return new Bool(bool);
        } else if (value instanceof String text) {
            return new Text(text);
        } else if (value instanceof int[] numbers) {
            return new Sequence(
                    Arrays.stream(numbers).<Argument>mapToObj(Int::new).toList());
        } else if (value instanceof List<?> items) {
            return new Sequence(items.stream().map(Argument::of).toList());
        }
        throw new IllegalArgumentException("no program can hold " + value.getClass());
    }

    /** {@code name=value}. */
    static Argument named(String name, Object value) {
        return new Named(name, of(value));
    }
}
