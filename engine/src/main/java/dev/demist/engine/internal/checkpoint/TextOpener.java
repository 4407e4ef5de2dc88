package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.pipeline.ClipConditioner;
import dev.demist.engine.internal.pipeline.ClipText;
import dev.demist.engine.internal.pipeline.TextConditioner;
import dev.demist.engine.internal.pipeline.XlConditioner;
import dev.demist.engine.internal.runtime.Device;
import java.util.List;
import java.util.stream.Stream;

/** Opens what turns prompts into conditioning: one CLIP, SDXL's two, or nothing. */
record TextOpener(Device device, OpenParts opened) {

    TextConditioner open(PartSource source) {
        List<ClipText> texts = Stream.of("", "_2")
                .filter(suffix -> source.has("text_encoder" + suffix))
                .map(suffix -> text(source, suffix))
                .toList();
        if (texts.isEmpty()) {
            return TextConditioner.NONE;
        }
        return source.has("text_encoder_2")
                ? new XlConditioner(
                        texts,
                        source.flag("force_zeros_for_empty_prompt", true),
                        source.flag("requires_aesthetics_score", false))
                : new ClipConditioner(texts.get(0));
    }

    private ClipText text(PartSource source, String suffix) {
        String encoder = "text_encoder" + suffix;
        return new ClipText(
                source.tokenizer("tokenizer" + suffix),
                opened.open(
                        encoder, () -> Models.textEncoder(source.config(encoder), source.weights(encoder), device)));
    }
}
