package dev.demist.engine.internal.torchscript;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Prints one method as TorchScript, one operator a line, in static single assignment. */
final class Printer {

    private final ElementType compute;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Value, String> names = new IdentityHashMap<>();
    private final StringBuilder text = new StringBuilder();

    private Printer(ElementType compute) {
        this.compute = compute;
    }

    static String print(Method method, ElementType compute) {
        Printer printer = new Printer(compute);
        printer.printMethod(method);
        return printer.text.toString();
    }

    private void printMethod(Method method) {
        method.keys().forEach(key -> places.put(key, places.size()));
        text.append("  def ").append(method.name()).append("(self: __torch__.Net,\n");
        method.graph().inputs().forEach(input -> text.append("      " + input.identifier() + ": Tensor,\n"));
        text.append("      w: List[Tensor]) -> List[Tensor]:\n");
        method.graph().order().forEach(this::define);
        text.append("    return ").append(list(method.graph().outputs())).append('\n');
    }

    private void define(Value value) {
        if (value instanceof Input input) {
            names.put(input, input.identifier());
        } else if (value instanceof Parameter parameter) {
            names.put(parameter, place(parameter.key()));
        } else if (value instanceof Constant constant) {
            names.put(constant, place(constant.id()));
        } else if (value instanceof Call call) {
            String name = "v" + names.size();
            text.append("    ").append(name).append(" = ").append(call.function());
            text.append('(').append(commaSeparated(call.arguments())).append(")\n");
            names.put(call, name);
        }
    }

    private String place(String key) {
        return "w[" + places.get(key) + "]";
    }

    private String print(Argument argument) {
        if (argument instanceof Value value) {
            return Objects.requireNonNull(names.get(value));
        } else if (argument instanceof ElementType type) {
            return Integer.toString(code(type == ElementType.COMPUTE ? compute : type));
        } else if (argument instanceof Argument.Int number) {
            return Long.toString(number.value());
        } else if (argument instanceof Argument.Real number) {
            return Double.toString(number.value());
        } else if (argument instanceof Argument.Bool bool) {
            return bool.value() ? "True" : "False";
        } else if (argument instanceof Argument.Text string) {
            return '"' + string.value() + '"';
        } else if (argument instanceof Argument.Device device) {
            return "torch.device(\"" + device.name() + "\")";
        } else if (argument instanceof Argument.Sequence sequence) {
            return list(sequence.items());
        } else if (argument instanceof Argument.Named named) {
            return named.name() + "=" + print(named.value());
        }
        return "None";
    }

    private String list(List<? extends Argument> items) {
        return "[" + commaSeparated(items) + "]";
    }

    private String commaSeparated(List<? extends Argument> items) {
        return items.stream().map(this::print).collect(Collectors.joining(", "));
    }

    // c10::ScalarType
    private static int code(ElementType type) {
        return switch (type) {
            case INT32 -> 3;
            case INT64 -> 4;
            case FLOAT16 -> 5;
            case FLOAT32 -> 6;
            case FLOAT64 -> 7;
            case BFLOAT16 -> 15;
            case FLOAT8_E5M2 -> 23;
            case FLOAT8_E4M3 -> 24;
            case COMPUTE -> throw new IllegalStateException("a program computes in one format");
        };
    }
}
