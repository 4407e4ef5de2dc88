package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.internal.text.QwenText;
import dev.demist.engine.model.TextShape;

/** The Qwen3 of a checkpoint. */
final class QwenTexts {

    /** The most tokens of a prompt, in diffusers' pipelines. */
    private static final int LENGTH = 512;

    private QwenTexts() {}

    static TextShape shape(PartSource source, Roles.Text text) {
        return Models.textShape(source.config(text.encoder()));
    }

    /**
     * The encoder with its tokenizer, which may ask for fewer tokens.
     *
     * @param thinks see {@link QwenText}
     */
    static QwenText of(PartSource source, Roles.Text text, Encoders encoders, boolean thinks) {
        int length = Math.min(LENGTH, ClipEncoders.shape(source, text).positions());
        return new QwenText(text.encoder(), source.tokenizer(text.tokenizer()), encoders, length, thinks);
    }
}
