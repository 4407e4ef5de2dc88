package dev.demist.engine.internal.weights.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.family.LoraParts;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every prefix, alone or stacked, before every layout of names and every spelling of the matrices means one weight. */
class LoraNamesTest {

    private static final String QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final String ORIGINAL = "input_blocks.1.1.transformer_blocks.0.attn1.to_q";
    private static final String TEXT = "text_model.encoder.layers.0.self_attn.q_proj";

    @Provide
    Arbitrary<String> unetPrefixes() {
        return stacked("", "unet.", "lora_unet_", "lycoris_", "diffusion_model.", "model.diffusion_model.");
    }

    @Provide
    Arbitrary<String> textPrefixes() {
        return stacked("", "text_encoder.", "lora_te_", "lora_te1_", "text_encoders.clip_l.transformer.");
    }

    @Provide
    Arbitrary<String> secondTextPrefixes() {
        return stacked("text_encoder_2.", "lora_te2_", "text_encoders.clip_g.transformer.");
    }

    /** PEFT's prefix may stand before that of the part, behind it, or both. */
    private static Arbitrary<String> stacked(String... ofPart) {
        Arbitrary<String> peft = Arbitraries.of("", "base_model.model.", "base_model_model_");
        return Combinators.combine(peft, Arbitraries.of(ofPart), peft).as((outer, part, inner) -> outer + part + inner);
    }

    @Provide
    Arbitrary<String> unetModules() {
        return Arbitraries.of(
                QUERY,
                QUERY.replace('.', '_'),
                ORIGINAL,
                ORIGINAL.replace('.', '_'),
                QUERY.replace("to_q", "processor.to_q_lora"));
    }

    @Provide
    Arbitrary<String> textModules() {
        return Arbitraries.of(TEXT, TEXT.replace('.', '_'), TEXT.replace("q_proj", "to_q_lora"));
    }

    @Provide
    Arbitrary<String> spellings() {
        return Arbitraries.of(
                ".lora_A.weight .lora_B.weight",
                ".lora_A.default.weight .lora_B.default.weight",
                ".lora_A.default_0.weight .lora_B.default_0.weight",
                ".lora_down.weight .lora_up.weight",
                ".lora.down.weight .lora.up.weight",
                ".lora_linear_layer.down.weight .lora_linear_layer.up.weight",
                ".down.weight .up.weight");
    }

    @Property
    void adaptsTheUnet(
            @ForAll("unetPrefixes") String prefix,
            @ForAll("unetModules") String module,
            @ForAll("spellings") String spelling)
            throws IOException {
        assertThat(merged(LoraParts.UNET, QUERY, prefix + module, spelling)).containsExactly(7);
    }

    @Property
    void adaptsTheFirstTextEncoder(
            @ForAll("textPrefixes") String prefix,
            @ForAll("textModules") String module,
            @ForAll("spellings") String spelling)
            throws IOException {
        assertThat(merged(LoraParts.TEXT_ENCODER, TEXT, prefix + module, spelling))
                .containsExactly(7);
        assertThat(merged(LoraParts.UNET, TEXT, prefix + module, spelling)).containsExactly(1);
    }

    @Property
    void adaptsTheSecondTextEncoder(
            @ForAll("secondTextPrefixes") String prefix,
            @ForAll("textModules") String module,
            @ForAll("spellings") String spelling)
            throws IOException {
        assertThat(merged(LoraParts.TEXT_ENCODER_2, TEXT, prefix + module, spelling))
                .containsExactly(7);
        assertThat(merged(LoraParts.TEXT_ENCODER, TEXT, prefix + module, spelling))
                .containsExactly(1);
    }

    /** The weight 1 with the product of 2 and 3 added, where the names are those of the part. */
    private static float[] merged(LoraPart part, String key, String module, String spelling) throws IOException {
        String[] suffixes = spelling.split(" ");
        Path lora = write(new Safetensors()
                .f32(module + suffixes[0], new int[] {1, 1}, 2)
                .f32(module + suffixes[1], new int[] {1, 1}, 3)
                .f32(module + ".alpha", new int[0], 1));
        Path base = write(new Safetensors()
                .f32(key + ".weight", new int[] {1, 1}, 1)
                .f32("down_blocks.0.resnets.0.conv1.weight", new int[] {1, 1}, 1));
        try {
            Weights weights = LoraWeights.merge(WeightFiles.open(base, null), part, List.of(LoraFile.open(lora, 1)));
            return FloatValues.of(weights.find(key + ".weight").orElseThrow());
        } finally {
            Files.delete(lora);
            Files.delete(base);
        }
    }

    private static Path write(Safetensors file) throws IOException {
        return Files.write(Files.createTempFile("names", ".safetensors"), file.bytes());
    }
}
