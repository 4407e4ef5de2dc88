package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.text.ClipText;
import dev.demist.engine.internal.text.Encoders;
import dev.demist.engine.model.TextShape;
import java.util.List;

/** The CLIP text encoders of a checkpoint. */
public final class ClipEncoders {

    private ClipEncoders() {}

    /** The encoders of a checkpoint with their tokenizers; all of them take rows of one length. */
    static List<ClipText> texts(PartSource source, Roles roles, Encoders encoders) {
        List<Roles.Text> texts = roles.texts(source);
        int rows = texts.stream()
                .mapToInt(text -> shape(source, text).positions())
                .min()
                .orElse(0);
        return texts.stream()
                .map(text -> new ClipText(
                        text.encoder(),
                        source.tokenizer(text.tokenizer()),
                        withRows(shape(source, text), rows),
                        encoders))
                .toList();
    }

    /**
     * The sizes of an encoder: it has as many positions as its embedding (Long-CLIP has 248), but a row is no longer
     * than its tokenizer says.
     */
    public static TextShape shape(PartSource source, Roles.Text text) {
        TextShape shape = Models.textShape(source.config(text.encoder()));
        Object most = source.settings(text.tokenizer()).get("model_max_length");
        return most instanceof Number number && number.doubleValue() >= 3
                ? withRows(shape, (int) Math.min(number.doubleValue(), shape.positions()))
                : shape;
    }

    private static TextShape withRows(TextShape shape, int rows) {
        return new TextShape(shape.width(), shape.layers(), rows, shape.vocabulary());
    }

    /** Whether a text encoder is a CLIP, as one is that does not name its class. */
    static boolean isClip(PartSource source, String encoder) {
        Object named = source.settings(encoder).get("architectures");
        return named == null || named.toString().contains("CLIP");
    }

    /** The width of the states of all encoders together; 0 without one. */
    static int width(PartSource source, Roles roles) {
        return roles.texts(source).stream()
                .mapToInt(
                        text -> Models.textShape(source.config(text.encoder())).width())
                .sum();
    }

    /** Fails if the rows of one encoder are longer than those of another: their states stand side by side. */
    static void checkPositions(PartSource source, Roles roles) {
        List<Roles.Text> texts = roles.texts(source);
        for (Roles.Text text : texts) {
            int first = positions(source, texts.get(0));
            if (positions(source, text) != first) {
                throw Misfit.of(
                        source.place(texts.get(0).encoder()) + " takes rows of " + first + " tokens",
                        source.place(text.encoder()) + " takes " + positions(source, text));
            }
        }
    }

    private static int positions(PartSource source, Roles.Text text) {
        return Models.textShape(source.config(text.encoder())).positions();
    }
}
