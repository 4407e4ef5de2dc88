package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.text.ClipText;
import dev.demist.engine.internal.text.Encoders;

/** The CLIP text encoders of a checkpoint. */
final class ClipEncoders {

    private ClipEncoders() {}

    /** An encoder with its tokenizer. */
    static ClipText text(PartSource source, Roles.Text text, Encoders encoders) {
        return new ClipText(
                text.encoder(),
                source.tokenizer(text.tokenizer()),
                Models.textShape(source.config(text.encoder())),
                encoders);
    }

    /** The width of the states of all encoders together; 0 without one. */
    static int width(PartSource source, Roles roles) {
        return roles.texts(source).stream()
                .mapToInt(
                        text -> Models.textShape(source.config(text.encoder())).width())
                .sum();
    }
}
