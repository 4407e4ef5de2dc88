package dev.demist.engine.internal.checkpoint;

import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.pipeline.ClipConditioner;
import dev.demist.engine.internal.pipeline.ClipText;
import dev.demist.engine.internal.pipeline.Encoders;
import dev.demist.engine.internal.pipeline.OpenEncoders;
import dev.demist.engine.internal.pipeline.TextConditioner;
import dev.demist.engine.internal.pipeline.XlConditioner;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.model.TextEncoder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Opens what turns prompts into conditioning: one CLIP, SDXL's two, or nothing. */
record TextOpener(Device device, OpenParts opened) {

    /** Those of {@code source}, opened. */
    OpenEncoders encoders(PartSource source) {
        Map<String, TextEncoder> encoders = Stream.of("text_encoder", "text_encoder_2")
                .filter(source::has)
                .collect(Collectors.toMap(part -> part, part -> opened.open(part, () -> encoder(source, part))));
        return new OpenEncoders(encoders);
    }

    private TextEncoder encoder(PartSource source, String part) {
        return Models.textEncoder(source.config(part), source.weights(part), device);
    }

    TextConditioner open(PartSource source, Encoders encoders) {
        List<ClipText> texts = Stream.of("", "_2")
                .filter(suffix -> source.has("text_encoder" + suffix))
                .map(suffix -> text(source, suffix, encoders))
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

    private static ClipText text(PartSource source, String suffix, Encoders encoders) {
        String part = "text_encoder" + suffix;
        return new ClipText(
                part, source.tokenizer("tokenizer" + suffix), Models.textShape(source.config(part)), encoders);
    }
}
