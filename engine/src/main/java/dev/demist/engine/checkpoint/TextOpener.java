package dev.demist.engine.checkpoint;

import dev.demist.Checkpoint;
import dev.demist.engine.model.Models;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.pipeline.ClipConditioner;
import dev.demist.engine.pipeline.ClipText;
import dev.demist.engine.pipeline.TextConditioner;
import dev.demist.engine.pipeline.XlConditioner;
import dev.demist.engine.runtime.Device;
import dev.demist.engine.tokenizer.ClipTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens what turns prompts into conditioning: one CLIP, SDXL's two, or nothing. */
record TextOpener(Device device) {

    TextConditioner open(ModelIndex index, Checkpoint checkpoint) {
        if (!index.has("text_encoder") && !index.has("text_encoder_2")) {
            return TextConditioner.NONE;
        }
        List<ClipText> texts = new ArrayList<>();
        for (String suffix : List.of("", "_2")) {
            if (index.has("text_encoder" + suffix)) {
                texts.add(text(checkpoint, suffix));
            }
        }
        return index.has("text_encoder_2")
                ? new XlConditioner(
                        texts,
                        index.flag("force_zeros_for_empty_prompt", true),
                        index.flag("requires_aesthetics_score", false))
                : new ClipConditioner(texts.get(0));
    }

    private ClipText text(Checkpoint checkpoint, String suffix) {
        Path folder = checkpoint.part("text_encoder" + suffix);
        ClipTokenizer tokenizer = ClipTokenizer.open(checkpoint.part("tokenizer" + suffix));
        TextEncoder encoder = Models.textEncoder(
                CheckpointOpener.config(folder), CheckpointOpener.weights(folder, checkpoint.variant()), device);
        return new ClipText(tokenizer, encoder);
    }
}
