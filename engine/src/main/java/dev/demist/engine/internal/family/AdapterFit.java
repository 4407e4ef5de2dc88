package dev.demist.engine.internal.family;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.lora.LoraFile;
import dev.demist.engine.internal.weights.lora.LoraPart;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks that adapters change the checkpoint: one without any effect is refused, of one with a part of its effect the
 * user is told what is left out.
 *
 * @param source the checkpoint as it is
 * @param family its family
 */
record AdapterFit(PartSource source, Family family) {

    private static final Logger LOG = LoggerFactory.getLogger(AdapterFit.class);
    private static final int SHOWN = 3;

    /** What is left out of a LoRA, in words; empty if nothing is. */
    Optional<String> check(LoraFile lora) {
        List<LoraPart> parts = family.loraParts().stream()
                .filter(part -> source.has(part.name()))
                .toList();
        List<String> left = lora.leftOver(parts);
        if (left.isEmpty()) {
            return Optional.empty();
        }
        String message =
                lora.path() + ": " + left.size() + " of its " + lora.size() + " modules belong to no part of this "
                        + family.name() + " model, such as " + left.subList(0, Math.min(SHOWN, left.size()));
        if (left.size() == lora.size()) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    message + "; " + lora.madeFor() + ", so it would have no effect: choose a LoRA for this model");
        }
        return warning(message + "; they are left out");
    }

    private static Optional<String> warning(String message) {
        LOG.warn(message);
        return Optional.of(message);
    }

    /** What is left out of an embedding, in words; empty if nothing is. */
    Optional<String> check(TextualInversion embedding) {
        List<Roles.Text> texts = family.roles().texts();
        boolean first = !texts.isEmpty() && source.has(texts.get(0).encoder());
        boolean second = texts.size() > 1
                && source.has(texts.get(1).encoder())
                && ClipEncoders.isClip(source, texts.get(1).encoder());
        boolean forSecond = embedding.second().isPresent();
        String word = embedding.vectors().file() + ": \"" + embedding.token() + "\" ";
        if (!first && !(second && forSecond)) {
            throw new DemistException(
                    ErrorCode.WEIGHTS_MISMATCH,
                    word + "has vectors for a text encoder that this " + family.name()
                            + " model does not have, so it would have no effect; choose an embedding for this model");
        }
        if (second && !forSecond) {
            return warning(
                    word + "was learned for one text encoder; the second one of the model reads it as plain text");
        }
        return forSecond && !second
                ? warning(word + "was learned for two text encoders; the vectors of the second one are left out")
                : Optional.empty();
    }
}
