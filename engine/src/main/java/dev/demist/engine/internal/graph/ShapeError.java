package dev.demist.engine.internal.graph;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The error of an operator whose operands do not fit together. */
final class ShapeError {

    private ShapeError() {}

    /** Names the operator, its operands' shapes and the weights that they come from. */
    static DemistException of(String function, Value... operands) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                "the configuration describes layers that do not fit together: " + function + " of "
                        + Arrays.stream(operands).map(ShapeError::describe).collect(Collectors.joining(" and ")));
    }

    private static String describe(Value value) {
        String origin = origin(value);
        return value.known() + (origin.isEmpty() ? "" : " (" + origin + ")");
    }

    // The first weight or input on the way back.
    private static String origin(Value value) {
        Value here = value;
        while (here instanceof Call call) {
            Optional<Value> weight =
                    call.operands().filter(Parameter.class::isInstance).findFirst();
            Optional<Value> next = weight.isPresent() ? weight : call.operands().findFirst();
            if (next.isEmpty()) {
                return "";
            }
            here = next.get();
        }
        return here instanceof Parameter parameter ? parameter.key() : here instanceof Input input ? input.name() : "";
    }
}
