package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.T5Text;
import org.jspecify.annotations.Nullable;

/** Text encoders whose prompts are one row each. */
final class TextRows {

    private TextRows() {}

    /** The length of a row: what the family was trained with, but no more than tokenizer and encoder take. */
    static int length(PartSource source, Roles.Text text, int most) {
        return Math.min(most, ClipEncoders.shape(source, text).positions());
    }

    /** The T5 of a checkpoint; null if it has none. */
    static @Nullable T5Text t5(PartSource source, Roles.Text text, int most, Encoders encoders) {
        return source.has(text.encoder())
                ? new T5Text(text.encoder(), source.tokenizer(text.tokenizer()), length(source, text, most), encoders)
                : null;
    }
}
