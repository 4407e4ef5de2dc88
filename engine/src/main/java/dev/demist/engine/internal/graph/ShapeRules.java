package dev.demist.engine.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The shapes of operators that are known by their names only. What is not listed has an unknown shape. */
final class ShapeRules {

    private interface Rule extends BiFunction<Value, List<Argument>, Shape> {}

    private static final Rule SAME = (x, arguments) -> x.known();
    private static final Rule PICTURE = (x, arguments) -> unknownSides(x.known());

    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("torch.silu", SAME),
            Map.entry("torch.gelu", SAME),
            Map.entry("torch.relu", SAME),
            Map.entry("torch.mish", SAME),
            Map.entry("torch.sigmoid", SAME),
            Map.entry("torch.tanh", SAME),
            Map.entry("torch.clamp", SAME),
            Map.entry("torch.to", SAME),
            Map.entry("torch.contiguous", SAME),
            Map.entry("torch.upsample_nearest2d", PICTURE),
            Map.entry("torch.avg_pool2d", PICTURE),
            Map.entry("torch.constant_pad_nd", PICTURE),
            Map.entry("torch.add", ShapeRules::broadcast),
            Map.entry("torch.addcmul", ShapeRules::broadcast),
            Map.entry("torch.sub", ShapeRules::broadcast),
            Map.entry("torch.mul", ShapeRules::broadcast),
            Map.entry("torch.div", ShapeRules::broadcast),
            Map.entry("torch.layer_norm", (x, arguments) -> norm("torch.layer_norm", x, arguments)),
            Map.entry("torch.rms_norm", (x, arguments) -> norm("torch.rms_norm", x, arguments)),
            Map.entry("torch.reshape", ShapeRules::reshape),
            Map.entry("torch.permute", ShapeRules::permute),
            Map.entry("torch.transpose", ShapeRules::transpose),
            Map.entry("torch.narrow", ShapeRules::narrow),
            Map.entry("torch.unsqueeze", ShapeRules::unsqueeze));

    private ShapeRules() {}

    /** The shape of tensors joined along an axis. */
    static Shape concat(int axis, Value... parts) {
        Shape joined = parts[0].known();
        for (int i = 1; i < parts.length; i++) {
            joined = joined(joined, parts[i].known(), axis, parts);
        }
        return joined;
    }

    private static Shape joined(Shape a, Shape b, int along, Value... parts) {
        if (!a.isKnown() || !b.isKnown()) {
            return Shape.UNKNOWN;
        }
        int place = along < 0 ? along + a.rank() : along;
        boolean fit = a.rank() == b.rank();
        Shape joined = a;
        for (int axis = 0; fit && axis < a.rank(); axis++) {
            boolean grows = axis == place;
            fit = grows || Shape.fits(a.axis(axis), b.axis(axis));
            joined = joined.with(axis, grows ? sum(a.axis(axis), b.axis(axis)) : Math.max(a.axis(axis), b.axis(axis)));
        }
        if (!fit) {
            throw ShapeError.of("torch.cat", parts);
        }
        return joined;
    }

    private static int sum(int a, int b) {
        return a == Shape.ANY || b == Shape.ANY ? Shape.ANY : a + b;
    }

    static Shape of(String function, List<Argument> arguments) {
        Rule rule = RULES.get(function);
        return rule != null && !arguments.isEmpty() && arguments.get(0) instanceof Value x
                ? rule.apply(x, arguments)
                : Shape.UNKNOWN;
    }

    private static Shape unknownSides(Shape picture) {
        return picture.rank() == 4 ? picture.with(2, Shape.ANY).with(3, Shape.ANY) : Shape.UNKNOWN;
    }

    private static Shape broadcast(Value x, List<Argument> arguments) {
        if (!(arguments.get(1) instanceof Value other)) {
            return x.known();
        }
        if (!x.known().isKnown() || !other.known().isKnown()) {
            return Shape.UNKNOWN;
        }
        int rank = Math.max(x.known().rank(), other.known().rank());
        int[] axes = new int[rank];
        for (int fromEnd = 1; fromEnd <= rank; fromEnd++) {
            int a = fromEnd <= x.known().rank() ? x.known().axis(-fromEnd) : 1;
            int b = fromEnd <= other.known().rank() ? other.known().axis(-fromEnd) : 1;
            if (a != 1 && b != 1 && !Shape.fits(a, b)) {
                throw ShapeError.of("sum or product", x, other);
            }
            axes[rank - fromEnd] = a == 1 ? b : b == 1 ? a : Math.max(a, b);
        }
        return Shape.of(axes);
    }

    private static Shape norm(String function, Value x, List<Argument> arguments) {
        if (x.known().isKnown()
                && arguments.get(2) instanceof Parameter weight
                && !x.known().allows(-1, weight.shape()[0])) {
            throw ShapeError.of(function, x, weight);
        }
        return x.known();
    }

    private static Shape reshape(Value x, List<Argument> arguments) {
        return Shape.of(((Argument.Sequence) arguments.get(1))
                .items().stream().mapToInt(ShapeRules::length).toArray());
    }

    private static Shape permute(Value x, List<Argument> arguments) {
        List<Argument> order = ((Argument.Sequence) arguments.get(1)).items();
        return x.known().isKnown()
                ? Shape.of(order.stream()
                        .mapToInt(axis -> x.known().axis(length(axis)))
                        .toArray())
                : Shape.UNKNOWN;
    }

    private static Shape transpose(Value x, List<Argument> arguments) {
        int a = length(arguments.get(1));
        int b = length(arguments.get(2));
        return x.known().with(a, x.known().axis(b)).with(b, x.known().axis(a));
    }

    private static Shape narrow(Value x, List<Argument> arguments) {
        return x.known().with(length(arguments.get(1)), length(arguments.get(3)));
    }

    private static Shape unsqueeze(Value x, List<Argument> arguments) {
        if (!x.known().isKnown()) {
            return Shape.UNKNOWN;
        }
        List<Integer> axes = new ArrayList<>();
        for (int axis : x.known().axes()) {
            axes.add(axis);
        }
        int place = length(arguments.get(1));
        axes.add(place < 0 ? place + axes.size() + 1 : place, 1);
        return Shape.of(axes.stream().mapToInt(Integer::intValue).toArray());
    }

    // A number, or a value that is known only when the program runs.
    private static int length(Argument argument) {
        return argument instanceof Argument.Int number ? Math.toIntExact(number.value()) : Shape.ANY;
    }
}
