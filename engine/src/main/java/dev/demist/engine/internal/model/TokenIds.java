package dev.demist.engine.internal.model;

import dev.demist.engine.model.TextShape;
import dev.demist.engine.model.TokenBatch;

/** What every text encoder asks of its tokens. */
public final class TokenIds {

    private TokenIds() {}

    /** Fails with an IllegalArgumentException if there are more than the model's positions or ids that it has not. */
    public static void require(TokenBatch tokens, TextShape shape) {
        if (tokens.length() > shape.positions()) {
            throw new IllegalArgumentException(tokens + ", at most " + shape.positions() + " are possible");
        }
        for (int row = 0; row < tokens.rows(); row++) {
            for (int i = 0; i < tokens.length(); i++) {
                int id = tokens.id(row, i);
                if (id < 0 || id >= shape.vocabulary()) {
                    throw new IllegalArgumentException("token " + id + " is not below " + shape.vocabulary());
                }
            }
        }
    }
}
