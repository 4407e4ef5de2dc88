package dev.demist.engine.model;

/** The names of the outputs of text encoders, after those of the models in transformers. */
public final class TextOutput {

    /** The states {@code [B, T, C]} after the last layer and the final norm. */
    public static final String LAST = "last_hidden_state";

    /** The state {@code [B, C]} of the end token after the last layer and the final norm. */
    public static final String POOLED = "pooler_output";

    /** {@link #POOLED} after the projection {@code [B, P]} of a model that has one. */
    public static final String PROJECTED = "text_embeds";

    /** What the names of {@link #hidden} begin with. */
    public static final String HIDDEN = "hidden_states.";

    /** What the names of {@link #normed} begin with. */
    public static final String NORMED = "normed_hidden_states.";

    private TextOutput() {}

    /**
     * The states {@code [B, T, C]} after {@code layer} layers, without the final norm.
     *
     * @param layer 0 for the embeddings; negative numbers count from the end, as in Python: -1 is the last layer, -2
     *     the one before it
     */
    public static String hidden(int layer) {
        return HIDDEN + layer;
    }

    /** The states of {@link #hidden} after the final norm; that of -1 is {@link #LAST}. */
    public static String normed(int layer) {
        return layer == -1 ? LAST : NORMED + layer;
    }
}
