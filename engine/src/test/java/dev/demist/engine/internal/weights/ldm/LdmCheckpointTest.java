package dev.demist.engine.internal.weights.ldm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Goldens written into one file as Latent Diffusion would have, and opened again. */
class LdmCheckpointTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final Safetensors file = new Safetensors();

    @ParameterizedTest
    @CsvSource({
        "unet-sd15, block_out_channels layers_per_block down_block_types up_block_types",
        "unet-sd15, cross_attention_dim in_channels use_linear_projection upcast_attention attention_head_dim",
        "unet-sd21, block_out_channels layers_per_block down_block_types up_block_types",
        "unet-sd21, cross_attention_dim out_channels use_linear_projection",
        "unet-sdxl, block_out_channels down_block_types up_block_types addition_embed_type in_channels",
        "unet-sdxl, projection_class_embeddings_input_dim use_linear_projection",
        "unet-inpaint, in_channels out_channels"
    })
    void seesTheUnetThroughDiffusersNames(String golden, String settings) throws IOException {
        addUnet(golden);
        addVae();
        addClip("cond_stage_model.transformer.");
        NetworkFile unet = open().unet();
        assertSame(unet.weights(), weights(golden));
        assertSameConfig(unet, golden, settings);
    }

    @Test
    void seesTheAutoencoderThroughDiffusersNames() throws IOException {
        addSd1();
        NetworkFile vae = open().vae();
        assertSame(vae.weights(), weights("vae-sd"));
        assertSameConfig(
                vae,
                "vae-sd",
                "block_out_channels layers_per_block latent_channels down_block_types up_block_types scaling_factor");
    }

    @Test
    void seesStableDiffusion1() throws IOException {
        addSd1();
        LdmCheckpoint checkpoint = open();
        assertThat(checkpoint.family()).isEqualTo(LdmFamily.SD1);
        NetworkFile text = checkpoint.textEncoders().get(0);
        assertSame(text.weights(), weights("clip-sd15"));
        assertSameConfig(text, "clip-sd15", "architectures hidden_size intermediate_size num_hidden_layers vocab_size");
        assertThat(text.config()).containsEntry("hidden_act", "quick_gelu");
        assertThat(checkpoint.scheduler()).containsEntry("prediction_type", "epsilon");
    }

    @Test
    void seesStableDiffusion2WithoutItsLastTextLayerAndProjection() throws IOException {
        addSd2();
        file.f32("cond_stage_model.model.text_projection", new int[] {1, 1}, 1);
        LdmCheckpoint checkpoint = open();
        assertThat(checkpoint.family()).isEqualTo(LdmFamily.SD2);
        assertSameConfig(checkpoint.unet(), "unet-sd21", "upcast_attention use_linear_projection");
        NetworkFile text = checkpoint.textEncoders().get(0);
        assertSame(text.weights(), weights("clip-sd21"));
        assertSameConfig(text, "clip-sd21", "architectures hidden_size num_hidden_layers hidden_act");
        assertThat(checkpoint.scheduler()).containsEntry("prediction_type", "v_prediction");
    }

    @Test
    void seesBothTextEncodersOfStableDiffusionXl() throws IOException {
        addXl();
        LdmCheckpoint checkpoint = open();
        assertThat(checkpoint.family().pipeline()).isEqualTo("StableDiffusionXLPipeline");
        List<NetworkFile> text = checkpoint.textEncoders();
        assertSame(text.get(0).weights(), weights("clip-sd15"));
        assertSame(text.get(1).weights(), weights("clip-sdxl2"));
        assertSameConfig(text.get(1), "clip-sdxl2", "architectures hidden_size projection_dim num_hidden_layers");
        assertThat(checkpoint.vae().config()).containsEntry("scaling_factor", 0.13025);
        assertThat(checkpoint.scheduler()).containsEntry("_class_name", "EulerDiscreteScheduler");
    }

    @Test
    void seesTheRefiner() throws IOException {
        addUnet("unet-sdxl");
        addVae();
        addOpenClip("conditioner.embedders.0.model.", "clip-sdxl2", 0);
        LdmCheckpoint checkpoint = open();
        assertThat(checkpoint.family()).isEqualTo(LdmFamily.SDXL_REFINER);
        assertSame(checkpoint.textEncoders().get(0).weights(), weights("clip-sdxl2"));
    }

    @Test
    void readsTheVelocityMarkOfAFineTunedXl() throws IOException {
        file.f32("v_pred", new int[] {0}).f32("ztsnr", new int[] {0});
        addXl();
        assertThat(open().scheduler())
                .containsEntry("prediction_type", "v_prediction")
                .containsEntry("rescale_betas_zero_snr", true);
    }

    @ParameterizedTest
    @CsvSource({"v, v_prediction", "epsilon, epsilon"})
    void readsThePredictionThatTheMetadataNames(String written, String prediction) throws IOException {
        addXl();
        file.metadata("modelspec.prediction_type", written);
        assertThat(open().scheduler()).containsEntry("prediction_type", prediction);
    }

    @ParameterizedTest
    @CsvSource({"stable-diffusion-v2-512, epsilon", "stable-diffusion-v2-768-v, v_prediction"})
    void readsThePredictionOfANamedStableDiffusion2(String architecture, String prediction) throws IOException {
        addSd2();
        file.metadata("modelspec.architecture", architecture);
        assertThat(open().scheduler()).containsEntry("prediction_type", prediction);
    }

    @Test
    void knowsTheBaseModelOfStableDiffusion2ByItsSteps() throws IOException {
        file.f32("global_step", new int[] {}, 875_000);
        addSd2();
        assertThat(open().scheduler()).containsEntry("prediction_type", "epsilon");
    }

    @Test
    void refusesAPredictionThatIsNotKnown() throws IOException {
        addXl();
        file.metadata("modelspec.prediction_type", "flow");
        assertThatThrownBy(() -> open().scheduler())
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("modelspec.prediction_type", "flow", "epsilon");
    }

    @Test
    void readsTheContinuousNoiseLevelsOfCosXl() throws IOException {
        file.f32("edm_vpred.sigma_max", new int[] {}, 100).f32("edm_vpred.sigma_min", new int[] {}, 0.002f);
        addXl();
        assertThat(open().scheduler())
                .containsEntry("_class_name", "EDMEulerScheduler")
                .containsEntry("prediction_type", "v_prediction")
                .containsEntry("sigma_schedule", "exponential")
                .containsEntry("sigma_data", 1.0)
                .containsEntry("sigma_max", 100.0)
                .containsEntry("sigma_min", 0.002);
    }

    @Test
    void refusesLatentsWithAMeanOfTheirOwn() throws IOException {
        file.f32("edm_mean", new int[] {4}, 1, 2, 3, 4).f32("edm_std", new int[] {4}, 1, 2, 3, 4);
        addXl();
        assertThatThrownBy(() -> open().scheduler())
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("edm_mean", "Playground 2.5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_stage_model.decoder.x", "w"})
    void namesWhatAnotherFileLacks(String only) throws IOException {
        file.f32(only, new int[] {1}, 1);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContaining("has no usable");
    }

    @ParameterizedTest
    @CsvSource({"unet-sd15, SD1", "unet-sd21, SD2", "unet-sdxl, SDXL"})
    void knowsItsKindByTheDenoiserAlone(String unet, LdmFamily family) throws IOException {
        addUnet(unet);
        LdmCheckpoint checkpoint = open();
        assertThat(checkpoint.family()).isEqualTo(family);
        assertThat(checkpoint.hasVae()).isFalse();
        assertThat(checkpoint.textEncoders()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "first_stage_model."})
    void opensAnAutoencoderInAFileOfItsOwn(String prefix) throws IOException {
        addVae(prefix);
        assertVae(openPart());
    }

    @Test
    void opensAnAutoencoderUnderDiffusersNames() throws IOException {
        assertVae(PartFiles.vae(weights("vae-sd"), LdmFamily.SD1.codec()).orElseThrow());
    }

    private NetworkFile openPart() throws IOException {
        Path path = Files.write(folder.resolve("vae.safetensors"), file.bytes());
        return PartFiles.vae(WeightFiles.open(path, null), LdmFamily.SD1.codec())
                .orElseThrow();
    }

    private static void assertVae(NetworkFile vae) throws IOException {
        assertSame(vae.weights(), weights("vae-sd"));
        assertSameConfig(vae, "vae-sd", "block_out_channels layers_per_block latent_channels scaling_factor");
    }

    @Test
    void namesAWeightOfAnImpossibleShape() throws IOException {
        addUnet("unet-sd15");
        addVae();
        file.f32("cond_stage_model.model.transformer.resblocks.0.attn.in_proj_weight", new int[] {4, 1}, 1, 2, 3, 4)
                .f32("cond_stage_model.model.transformer.resblocks.1.ln_1.weight", new int[] {1}, 1)
                .f32("cond_stage_model.model.token_embedding.weight", new int[] {1, 64}, new float[64])
                .f32("cond_stage_model.model.positional_embedding", new int[] {1, 64}, new float[64])
                .f32("cond_stage_model.model.transformer.resblocks.0.mlp.c_fc.weight", new int[] {1, 1}, 1);
        Weights text = open().textEncoders().get(0).weights();
        assertThatThrownBy(() -> text.find("text_model.encoder.layers.0.self_attn.q_proj.weight"))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining("in_proj_weight' has the shape [4, 1]");
    }

    private void addSd1() {
        addUnet("unet-sd15");
        addVae();
        addClip("cond_stage_model.transformer.");
    }

    private void addSd2() {
        addUnet("unet-sd21");
        addVae();
        addOpenClip("cond_stage_model.model.", "clip-sd21", 1);
    }

    private void addXl() {
        addUnet("unet-sdxl");
        addVae();
        addClip("conditioner.embedders.0.transformer.");
        addOpenClip("conditioner.embedders.1.model.", "clip-sdxl2", 0);
    }

    private void addUnet(String golden) {
        Weights weights = weights(golden);
        int layers = UnetLayout.ofDiffusers(weights.names()).layers();
        for (String name : weights.names()) {
            String block = name.split("\\.upsamplers")[0];
            boolean attends = weights.names().stream().anyMatch(other -> other.startsWith(block + ".attentions."));
            add("model.diffusion_model." + LdmNames.unet(name, layers, attends), weights, name);
        }
    }

    private void addVae() {
        addVae("first_stage_model.");
    }

    private void addVae(String prefix) {
        Weights weights = weights("vae-sd");
        int levels = UnetLayout.count(weights.names(), "encoder.down_blocks.%d.");
        for (String name : weights.names()) {
            Weight weight = weights.find(name).orElseThrow();
            int[] shape = name.matches(".*attentions.*to_.*weight")
                    ? new int[] {weight.shape()[0], weight.shape()[1], 1, 1}
                    : weight.shape();
            file.tensor(prefix + LdmNames.vae(name, levels), weight.dtype().name(), shape, bytes(weight));
        }
    }

    private void addClip(String prefix) {
        Weights weights = weights("clip-sd15");
        weights.names().forEach(name -> add(prefix + name, weights, name));
        file.tensor(prefix + "text_model.embeddings.position_ids", "I64", new int[] {1, 1}, new byte[8]);
    }

    private void addOpenClip(String prefix, String golden, int extraLayers) {
        Weights weights = weights(golden);
        for (String name : weights.names()) {
            if (name.contains("q_proj")) {
                addInProjection(prefix, weights, name);
            } else if (name.equals("text_projection.weight")) {
                Weight transposed = View.transposed(weights.find(name).orElseThrow());
                file.tensor(
                        prefix + "text_projection", transposed.dtype().name(), transposed.shape(), bytes(transposed));
            } else if (!name.matches(".*[kv]_proj.*")) {
                add(prefix + LdmNames.openClip(name), weights, name);
            }
        }
        file.f32(prefix + "logit_scale", new int[0], 1);
        int layers = UnetLayout.count(weights.names(), "text_model.encoder.layers.%d.");
        for (int i = 0; i < extraLayers; i++) {
            file.f32(prefix + "transformer.resblocks." + (layers + i) + ".ln_1.weight", new int[] {1}, 1);
        }
    }

    private void addInProjection(String prefix, Weights weights, String query) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Weight first = weights.find(query).orElseThrow();
        for (String head : List.of("q_proj", "k_proj", "v_proj")) {
            all.writeBytes(bytes(weights.find(query.replace("q_proj", head)).orElseThrow()));
        }
        int[] shape = first.shape().clone();
        shape[0] *= 3;
        String name = LdmNames.openClip(query).replace("q_proj.", "in_proj_");
        file.tensor(prefix + name, first.dtype().name(), shape, all.toByteArray());
    }

    private void add(String key, Weights weights, String name) {
        Weight weight = weights.find(name).orElseThrow();
        file.tensor(key, weight.dtype().name(), weight.shape(), bytes(weight));
    }

    private LdmCheckpoint open() throws IOException {
        return LdmCheckpoint.open(Files.write(folder.resolve("one.safetensors"), file.bytes()));
    }

    private static void assertSame(Weights actual, Weights expected) {
        assertThat(actual.names())
                .containsExactlyInAnyOrderElementsOf(expected.names().stream()
                        .filter(name -> !name.endsWith("position_ids"))
                        .toList());
        for (String name : actual.names()) {
            Weight weight = actual.find(name).orElseThrow();
            Weight other = expected.find(name).orElseThrow();
            assertThat(weight.name()).isEqualTo(name);
            assertThat(weight.shape()).as(name).isEqualTo(other.shape());
            assertThat(weight.dtype()).isEqualTo(other.dtype());
            assertThat(weight.data()).as(name).isEqualTo(other.data());
            assertThat(weight.data().isReadOnly()).isTrue();
            assertThat(weight.isComputed()).isNotEqualTo(weight.data().isDirect());
        }
    }

    private static void assertSameConfig(NetworkFile part, String golden, String settings) throws IOException {
        JsonNode expected = JSON.readTree(
                Goldens.own("models/" + golden).resolve("config.json").toFile());
        Map<String, Object> actual = part.config();
        for (String setting : settings.split(" ")) {
            assertThat((JsonNode) JSON.valueToTree(actual.get(setting)))
                    .as(setting)
                    .isEqualTo(expected.get(setting));
        }
    }

    private static Weights weights(String golden) {
        return WeightFiles.open(Goldens.own("models/" + golden), null);
    }

    private static byte[] bytes(Weight weight) {
        byte[] bytes = new byte[weight.data().remaining()];
        weight.data().duplicate().get(bytes);
        return bytes;
    }
}
