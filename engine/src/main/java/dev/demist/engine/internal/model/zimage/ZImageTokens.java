package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Positions;
import java.util.List;

/** Tokens come in multiples of 32: a learned one fills up the rest. */
final class ZImageTokens {

    private static final int MULTIPLE = 32;

    private ZImageTokens() {}

    /** How many are missing behind {@code count} tokens. */
    static Value missing(Value count) {
        return count.apply("torch.neg").apply("torch.remainder", MULTIPLE);
    }

    /** Tokens {@code [B, T, C]} with {@code missing} times {@code pad} {@code [1, C]} behind them. */
    static Value filled(Value tokens, Parameter pad, Value missing) {
        int width = pad.shape()[1];
        Value filling = pad.unsqueeze(0).apply("torch.expand", List.of(tokens.size(0), missing, width));
        return Value.concat(1, tokens, filling);
    }

    /** Positions {@code [T]} with {@code missing} zeros behind them. */
    static Value filled(Value positions, Value missing) {
        return Value.concat(0, positions, Positions.all(0, missing));
    }
}
