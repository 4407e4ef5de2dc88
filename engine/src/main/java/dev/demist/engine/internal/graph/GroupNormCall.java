package dev.demist.engine.internal.graph;

import java.util.List;

/** Group normalisation, {@code torch.group_norm}. */
public final class GroupNormCall extends Call {

    private final int groups;
    private final Value weight;

    GroupNormCall(Value input, int groups, Value weight, Value bias, double eps) {
        super(
                "torch.group_norm",
                List.of(input, Argument.of(groups), weight, bias, Argument.of(eps)),
                shape(input, groups, weight));
        this.groups = groups;
        this.weight = weight;
    }

    private static Shape shape(Value input, int groups, Value weight) {
        int channels = weight.known().axis(0);
        boolean fits = !input.known().isKnown() || input.known().allows(1, channels);
        if (!fits || channels % groups != 0) {
            throw ShapeError.of("torch.group_norm of " + groups + " groups", input, weight);
        }
        return input.known();
    }

    /** The channels of one group. */
    public int width() {
        return weight.known().axis(0) / groups;
    }
}
