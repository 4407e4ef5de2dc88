package dev.demist.engine.internal.graph;

import java.util.stream.Collectors;

/** A value that depends on weights only: it is computed once, when they are loaded. */
public final class Constant extends Value {

    private final Value expression;
    private final String id;

    /** The result of {@code expression}, which must not depend on an input. */
    public Constant(Value expression) {
        this.expression = expression;
        this.id = describe(expression);
    }

    @Override
    public Shape known() {
        return expression.known();
    }

    /** The expression that computes this value. */
    public Value expression() {
        return expression;
    }

    /** Equal for equal expressions: programs over the same weights share their constants. */
    public String id() {
        return id;
    }

    private static String describe(Argument argument) {
        if (argument instanceof Parameter parameter) {
            return parameter.key();
        } else if (argument instanceof Call call) {
            return call.function()
                    + call.arguments().stream().map(Constant::describe).collect(Collectors.joining(", ", "(", ")"));
        } else if (argument instanceof Constant constant) {
            return constant.id;
        } else if (argument instanceof Argument.Sequence sequence) {
            return sequence.items().stream().map(Constant::describe).collect(Collectors.joining(", ", "[", "]"));
        } else if (argument instanceof Argument.Named named) {
            return named.name() + "=" + describe(named.value());
        } else if (argument instanceof Input input) {
            throw new IllegalArgumentException("input " + input.name() + " is not constant");
        }
        return argument.toString();
    }
}
