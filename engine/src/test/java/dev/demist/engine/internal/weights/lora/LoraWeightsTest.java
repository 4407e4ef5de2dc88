package dev.demist.engine.internal.weights.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.family.LoraParts;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.TextualInversion;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoraWeightsTest {

    private static final String QUERY = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_q";
    private static final String OUT = "down_blocks.0.attentions.0.transformer_blocks.0.attn1.to_out.0";
    private static final String CONV = "down_blocks.0.resnets.0.conv1";
    private static final String TEXT = "text_model.encoder.layers.0.self_attn.q_proj";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        QUERY + ", lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_q.lora_%s.weight, down, up",
        QUERY + ", lora_unet_input_blocks_1_1_transformer_blocks_0_attn1_to_q.lora_%s.weight, down, up",
        QUERY + ", unet." + QUERY + ".lora_%s.weight, A, B",
        QUERY + ", base_model.model." + QUERY + ".lora_%s.weight, A, B",
        QUERY + ", " + QUERY + ".lora_%s.default.weight, A, B",
        QUERY + ", unet." + QUERY + ".lora.%s.weight, down, up",
        QUERY + ", unet.down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_q_lora.%s.weight, down, up",
        OUT + ", down_blocks.0.attentions.0.transformer_blocks.0.attn1.processor.to_out_lora.%s.weight, down, up",
        OUT + ", lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn1_to_out_0.lora_%s.weight, down, up"
    })
    void knowsTheNamesOfEveryTrainer(String key, String form, String down, String up) throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(form.formatted(down), new int[] {1, 2}, 1, 10)
                        .f32(form.formatted(up), new int[] {2, 1}, 100, 1000));
        Weights merged = LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora));
        assertThat(values(merged, key)).containsExactly(101, 1002, 1003, 10004);
        assertThat(values(merged, CONV)).containsExactly(1, 2);
        assertThat(merged.names()).isEqualTo(unet().names());
    }

    @ParameterizedTest
    @CsvSource({
        "text_encoder, lora_te_text_model_encoder_layers_0_self_attn_q_proj.lora_%s.weight",
        "text_encoder, lora_te1_text_model_encoder_layers_0_self_attn_q_proj.lora_%s.weight",
        "text_encoder_2, lora_te2_text_model_encoder_layers_0_self_attn_q_proj.lora_%s.weight",
        "text_encoder, text_encoder." + TEXT + ".lora_linear_layer.%s.weight",
        "text_encoder, text_encoder.text_model.encoder.layers.0.self_attn.to_q_lora.%s.weight",
        "text_encoder_2, text_encoder_2." + TEXT + ".lora.%s.weight"
    })
    void knowsTheTextEncodersApart(String part, String form) throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(form.formatted("down"), new int[] {1, 1}, 2)
                        .f32(form.formatted("up"), new int[] {1, 1}, 3));
        Weights text = base(new Safetensors().f32(TEXT + ".weight", new int[] {1, 1}, 1));
        for (LoraPart other : List.of(LoraParts.TEXT_ENCODER, LoraParts.TEXT_ENCODER_2)) {
            Weights merged = LoraWeights.merge(text, other, List.of(lora));
            assertThat(values(merged, TEXT)).containsExactly(other.name().equals(part) ? 7 : 1);
        }
        assertThat(LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)).find(QUERY + ".weight"))
                .isPresent();
    }

    /** FLUX.1, for one: nothing of a UNet is built in. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "transformer.blocks.0.to_q.lora_%s.weight",
                "blocks.0.to_q.lora_%s.weight",
                "base_model.model.blocks.0.to_q.lora_%s.weight",
                "lora_unet_blocks_0_to_q.lora_%s.weight",
                "lora_unet_double_blocks_0_img_q.lora_%s.weight"
            })
    void takesTheNamesOfAnyPart(String form) throws IOException {
        LoraPart part = new LoraPart(
                "transformer",
                List.of("lora_unet_"),
                List.of("blocks"),
                keys -> Map.of("double_blocks.0.img_q", "blocks.0.to_q"));
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(form.formatted("A"), new int[] {1, 1}, 2)
                        .f32(form.formatted("B"), new int[] {1, 1}, 3));
        Weights base = base(new Safetensors().f32("blocks.0.to_q.weight", new int[] {1, 1}, 1));
        assertThat(values(LoraWeights.merge(base, part, List.of(lora)), "blocks.0.to_q"))
                .containsExactly(7);
        assertThat(lora.modulesByPart(List.of(LoraParts.TEXT_ENCODER, part)))
                .containsOnly(Map.entry("transformer", 1L));
    }

    /** The trainers of FLUX.1 and Stable Diffusion 3 adapt queries, keys and values as the one layer of the makers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lora_unet_double_blocks_0_img_attn_qkv.lora_%s.weight",
                "diffusion_model.double_blocks.0.img_attn.qkv.lora_%s.weight",
                "double_blocks.0.img_attn.qkv.lora_%s.weight"
            })
    void aLayerOfTheMakersIsSeveralOfDiffusers(String form) throws IOException {
        Safetensors weights = new Safetensors();
        List<String> modules = List.of("to_q", "to_k", "to_v");
        modules.forEach(it -> weights.f32("transformer_blocks.0.attn." + it + ".weight", new int[] {1, 1}, 10));
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(form.formatted("down"), new int[] {1, 1}, 2)
                        .f32(form.formatted("up"), new int[] {3, 1}, 1, 2, 3));
        Weights merged = LoraWeights.merge(base(weights), LoraParts.FLUX_1, List.of(lora));
        for (int i = 0; i < modules.size(); i++) {
            assertThat(values(merged, "transformer_blocks.0.attn." + modules.get(i)))
                    .containsExactly(10 + 2 * (i + 1));
        }
    }

    /** So do those of FLUX.2 and Z-Image. */
    @Test
    void fusedQueriesKeysAndValuesOfFlux2AndZImage() throws IOException {
        Map<LoraPart, Map.Entry<String, String>> parts = Map.of(
                LoraParts.FLUX_2, Map.entry("double_blocks.0.img_attn.qkv", "transformer_blocks.0.attn."),
                LoraParts.Z_IMAGE, Map.entry("layers.0.attention.qkv", "layers.0.attention."));
        for (Map.Entry<LoraPart, Map.Entry<String, String>> part : parts.entrySet()) {
            String fused = "diffusion_model." + part.getValue().getKey();
            String module = part.getValue().getValue();
            List<String> rows = List.of(module + "to_q", module + "to_k", module + "to_v");
            Safetensors weights = new Safetensors();
            rows.forEach(it -> weights.f32(it + ".weight", new int[] {1, 1}, 10));
            LoraFile lora = lora(
                    1,
                    new Safetensors()
                            .f32(fused + ".lora_A.weight", new int[] {1, 1}, 2)
                            .f32(fused + ".lora_B.weight", new int[] {3, 1}, 1, 2, 3));
            Weights merged = LoraWeights.merge(base(weights), part.getKey(), List.of(lora));
            for (int i = 0; i < rows.size(); i++) {
                assertThat(values(merged, rows.get(i))).containsExactly(10 + 2 * (i + 1));
            }
        }
    }

    @Test
    void scalesByAlphaRankAndStrengthAndAddsSeveral() throws IOException {
        Safetensors file = new Safetensors()
                .f32("unet." + QUERY + ".lora_A.weight", new int[] {2, 2}, 1, 0, 0, 1)
                .f32("unet." + QUERY + ".lora_B.weight", new int[] {2, 2}, 1, 0, 0, 1)
                .f32("unet." + QUERY + ".alpha", new int[0], 8);
        Weights merged = LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora(0.5, file), lora(-0.25, file)));
        assertThat(values(merged, QUERY)).containsExactly(2, 2, 3, 5);
    }

    @Test
    void takesAlphaOfPeftsConfigurationBesideTheFile() throws IOException {
        Files.write(
                folder.resolve("adapter_model.safetensors"),
                peft("base_model.model.").bytes());
        Files.writeString(folder.resolve("adapter_config.json"), "{\"r\":2,\"lora_alpha\":6}");
        Weights merged = LoraWeights.merge(unet(), LoraParts.UNET, List.of(LoraFile.open(folder, 1)));
        assertThat(values(merged, QUERY)).containsExactly(4, 2, 3, 7);
    }

    /** Rank 2, so each of them scales by 3; the last one by alpha over the rank's root. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unet.lora_alpha\":6}",
                "{\"unet.lora_alpha\":1,\"unet.alpha_pattern\":{\"to_k\":9,\"to_q\":6}}",
                "{\"unet.lora_alpha\":4.242640687119286,\"unet.use_rslora\":true}",
                "{\"unet.lora_alpha\":6,\"text_encoder.lora_alpha\":1}",
                "{\"lora_alpha\":6}"
            })
    void takesAlphaOfTheFilesMetadata(String metadata) throws IOException {
        LoraFile lora = lora(1, peft("unet.").metadata("lora_adapter_metadata", metadata));
        assertThat(values(LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)), QUERY))
                .containsExactly(4, 2, 3, 7);
    }

    private static Safetensors peft(String prefix) {
        return new Safetensors()
                .f32(prefix + QUERY + ".lora_A.weight", new int[] {2, 2}, 1, 0, 0, 1)
                .f32(prefix + QUERY + ".lora_B.weight", new int[] {2, 2}, 1, 0, 0, 1);
    }

    @Test
    void adaptsConvolutions() throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32("lora_unet_down_blocks_0_resnets_0_conv1.lora_down.weight", new int[] {1, 1, 1, 2}, 10, 20)
                        .f32("lora_unet_down_blocks_0_resnets_0_conv1.lora_up.weight", new int[] {1, 1, 1, 1}, 3));
        assertThat(values(LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)), CONV))
                .containsExactly(31, 62);
    }

    @Test
    void mergesTheGoldenFileIntoEveryModuleItNames() {
        LoraFile lora = LoraFile.open(Goldens.path("models/pipe-lora/lora.safetensors"), 0.75);
        Weights file = WeightFiles.open(lora.path(), null);
        Weights unet = WeightFiles.open(Goldens.path("models/unet-sd15"), null);
        Weights merged = LoraWeights.merge(unet, LoraParts.UNET, List.of(lora));
        long adapted = merged.all().filter(Weight::isComputed).count();
        assertThat(adapted)
                .isPositive()
                .isEqualTo(file.names().stream()
                        .filter(name -> name.startsWith("lora_unet_") && name.endsWith(".alpha"))
                        .count());
        Weight down = find(file, "lora_unet_" + QUERY.replace('.', '_') + ".lora_down.weight");
        float[] a = FloatValues.of(down);
        float[] b = FloatValues.of(find(file, "lora_unet_" + QUERY.replace('.', '_') + ".lora_up.weight"));
        float alpha = FloatValues.of(find(file, "lora_unet_" + QUERY.replace('.', '_') + ".alpha"))[0];
        int rank = down.shape()[0];
        int columns = down.shape()[1];
        double sum = 0;
        for (int r = 0; r < rank; r++) {
            sum += (double) b[5 * rank + r] * a[r * columns + 3];
        }
        double expected = values(unet, QUERY)[5 * columns + 3] + 0.75 * alpha / rank * sum;
        assertThat((double) values(merged, QUERY)[5 * columns + 3]).isCloseTo(expected, Offset.offset(1e-6));
    }

    @Test
    void refusesALoraOfAnotherModel() throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32("lora_unet_down_blocks_9_to_q.lora_down.weight", new int[] {1, 2}, 1, 1)
                        .f32("lora_unet_down_blocks_9_to_q.lora_up.weight", new int[] {2, 1}, 1, 1));
        refused(lora, "lora_unet_down_blocks_9_to_q");
    }

    @Test
    void mergesWhatFitsOfALoraWithFurtherModules() throws IOException {
        LoraFile lora = lora(
                1,
                peft("unet.")
                        .f32("unet.down_blocks.9.to_q.lora_A.weight", new int[] {1, 2}, 1, 1)
                        .f32("unet.down_blocks.9.to_q.lora_B.weight", new int[] {2, 1}, 1, 1));
        assertThat(values(LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)), QUERY))
                .containsExactly(2, 2, 3, 5);
    }

    @Test
    void refusesTwoAdaptersInOneFile() {
        assertThatThrownBy(() -> lora(
                        1,
                        new Safetensors()
                                .f32("a.lora_A.one.weight", new int[] {1, 1}, 1)
                                .f32("a.lora_B.one.weight", new int[] {1, 1}, 1)
                                .f32("a.lora_A.two.weight", new int[] {1, 1}, 1)
                                .f32("a.lora_B.two.weight", new int[] {1, 1}, 1)))
                .hasMessageContaining("several adapters of one module");
    }

    @Test
    void readsTheEmbeddingsThatComeAlong() throws IOException {
        LoraFile lora = lora(
                1,
                peft("unet.")
                        .f32("bundle_emb.my word.string_to_param.*", new int[] {2, 1}, 1, 2)
                        .f32("bundle_emb.v1.5.clip_l", new int[] {1}, 3)
                        .f32("bundle_emb.v1.5.clip_g", new int[] {1}, 4));
        assertThat(lora.embeddings()).extracting(TextualInversion::token).containsExactly("my word", "v1.5");
        assertThat(lora.embeddings().get(1).second()).isPresent();
        assertThat(values(LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)), QUERY))
                .containsExactly(2, 2, 3, 5);
    }

    @ParameterizedTest
    @CsvSource({
        "transformer.single_transformer_blocks.0.attn.to_q, FLUX",
        "lora_unet_double_blocks_0_img_attn_qkv, FLUX",
        "transformer.transformer_blocks.0.attn.to_k, Stable Diffusion 3",
        "lora_te3_encoder_block_0_layer_0_SelfAttention_q, T5",
        "diffusion_model.layers.0.attention.to_q, Lumina",
        "lora_te2_text_model_encoder_layers_0_self_attn_q_proj, Stable Diffusion XL",
        "lora_unet_input_blocks_4_1_transformer_blocks_1_attn1_to_q, Stable Diffusion XL",
        "lora_te_text_model_encoder_layers_0_self_attn_q_proj, CLIP",
        "lora_unet_down_blocks_0_attentions_0_proj_in, a U-Net of Stable Diffusion",
        "a.b.c, another model"
    })
    void saysWhatItSeemsToBeMadeFor(String module, String model) throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(module + ".lora_A.weight", new int[] {1, 1}, 1)
                        .f32(module + ".lora_B.weight", new int[] {1, 1}, 1));
        assertThat(lora.madeFor()).contains(model);
    }

    @ParameterizedTest
    @CsvSource({"768, 1.x", "1024, 2.x", "2048, XL"})
    void theWidthOfTheTextTellsTheVersionsApart(int width, String version) throws IOException {
        String module = "lora_unet_down_blocks_0_attentions_0_transformer_blocks_0_attn2_to_k";
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(module + ".lora_down.weight", new int[] {1, width}, new float[width])
                        .f32(module + ".lora_up.weight", new int[] {1, 1}, 1));
        assertThat(lora.madeFor()).contains("Stable Diffusion " + version);
    }

    @Test
    void refusesALoraOfAnotherSize() throws IOException {
        LoraFile lora = lora(
                1,
                new Safetensors()
                        .f32(QUERY + ".lora_A.weight", new int[] {1, 3}, 1, 1, 1)
                        .f32(QUERY + ".lora_B.weight", new int[] {2, 1}, 1, 1));
        refused(lora, "[2, 1] x [1, 3], but it has [2, 2]");
    }

    @ParameterizedTest
    @CsvSource({
        "a.hada_w1_a, LoHa",
        "a.lokr_w1, LoKr",
        "a.dora_scale, DoRA",
        "a.lora_magnitude_vector, DoRA",
        "a.lora_mid.weight, Tucker",
        "a.diff, full weight difference",
        "a.diff_b, full weight difference",
        "a.w_norm, norms",
        "a.b_norm, norms",
        "a.lora_B.bias, biases",
        "b.alpha, pairs of down and up"
    })
    void refusesOtherAdaptationsByTheirName(String name, String kind) {
        assertThatThrownBy(() -> lora(
                        1,
                        new Safetensors()
                                .f32("a.lora_down.weight", new int[] {1, 1}, 1)
                                .f32("a.lora_up.weight", new int[] {1, 1}, 1)
                                .f32(name, new int[] {1}, 1)))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining(name)
                .hasMessageContaining(kind);
    }

    @Test
    void tellsWhatItAdapts() throws IOException {
        LoraFile lora = lora(1, peft("unet."));
        assertThat(lora.modulesByPart(List.of(LoraParts.UNET, LoraParts.TEXT_ENCODER)))
                .containsOnly(Map.entry("unet", 1L));
        assertThat(lora.ranks()).containsExactly(2);
    }

    @Test
    void refusesADownMatrixWithoutAnUpMatrixOrWithAnotherRank() {
        assertThatThrownBy(() -> lora(1, new Safetensors().f32("a.lora_down.weight", new int[] {1, 1}, 1)))
                .hasMessageContaining("a.lora_up.weight");
        assertThatThrownBy(() -> lora(
                        1,
                        new Safetensors()
                                .f32("a.lora_down.weight", new int[] {1, 2}, 1, 1)
                                .f32("a.lora_up.weight", new int[] {1, 2}, 1, 1)))
                .hasMessageContaining("rank");
    }

    private void refused(LoraFile lora, String inMessage) {
        assertThatThrownBy(() -> LoraWeights.merge(unet(), LoraParts.UNET, List.of(lora)))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.WEIGHTS_MISMATCH))
                .hasMessageContaining(inMessage);
    }

    private Weights unet() throws IOException {
        return base(new Safetensors()
                .f32(QUERY + ".weight", new int[] {2, 2}, 1, 2, 3, 4)
                .f32(OUT + ".weight", new int[] {2, 2}, 1, 2, 3, 4)
                .f32(CONV + ".weight", new int[] {1, 1, 1, 2}, 1, 2));
    }

    private Weights base(Safetensors file) throws IOException {
        return WeightFiles.open(write(file), null);
    }

    private LoraFile lora(double strength, Safetensors file) throws IOException {
        return LoraFile.open(write(file), strength);
    }

    private Path write(Safetensors file) throws IOException {
        return Files.write(Files.createTempFile(folder, "w", ".safetensors"), file.bytes());
    }

    private static Weight find(Weights weights, String name) {
        return weights.find(name).orElseThrow();
    }

    private static float[] values(Weights weights, String module) {
        return FloatValues.of(find(weights, module + ".weight"));
    }
}
