package dev.demist.engine.internal.weights.ldm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parts in files of their own, as Latent Diffusion and diffusers name their weights. */
class PartFilesTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] UNET_SETTINGS =
            "in_channels block_out_channels layers_per_block down_block_types up_block_types cross_attention_dim attention_head_dim"
                    .split(" ");
    private static final String[] CONTROL_SETTINGS =
            ("_class_name in_channels block_out_channels layers_per_block down_block_types cross_attention_dim"
                            + " attention_head_dim norm_num_groups use_linear_projection conditioning_channels"
                            + " conditioning_embedding_out_channels")
                    .split(" ");

    @TempDir
    Path folder;

    private final Safetensors file = new Safetensors();

    @ParameterizedTest
    @ValueSource(strings = {"control_model.", ""})
    void opensAControlNetOfLatentDiffusion(String prefix) throws IOException {
        int layers = 1;
        add("controlnet", name -> prefix + LdmNames.controlNet(name, layers));
        assertIsControlNet(PartFiles.controlNet(write(), settings("unet-sd15")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"controlnet.", ""})
    void opensAControlNetUnderDiffusersNames(String prefix) throws IOException {
        add("controlnet", name -> prefix + name);
        assertIsControlNet(PartFiles.controlNet(write(), settings("unet-sd15")));
    }

    @Test
    void opensAControlNetBesideAWholeCheckpoint() throws IOException {
        add("controlnet", name -> "control_model." + LdmNames.controlNet(name, 1));
        file.f32("model.diffusion_model.input_blocks.0.0.weight", new int[] {1}, 1);
        assertIsControlNet(PartFiles.controlNet(write(), settings("unet-sd15")));
    }

    private static void assertIsControlNet(Optional<NetworkFile> control) throws IOException {
        assertIs(control, "controlnet", CONTROL_SETTINGS);
        assertThat(control.orElseThrow().config()).doesNotContainKey("up_block_types");
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.diffusion_model.", "diffusion_model.", ""})
    void opensAUnetOfLatentDiffusion(String prefix) throws IOException {
        Weights weights = golden("unet-sd15");
        add("unet-sd15", name -> prefix + LdmNames.unet(name, 1, attends(weights, name)));
        assertIs(PartFiles.unet(write(), settings("unet-sd15")), "unet-sd15", UNET_SETTINGS);
    }

    private static boolean attends(Weights weights, String name) {
        String block = name.split("\\.upsamplers")[0];
        return weights.names().stream().anyMatch(other -> other.startsWith(block + ".attentions."));
    }

    @Test
    void opensAUnetUnderDiffusersNames() throws IOException {
        add("unet-sd15", UnaryOperator.identity());
        assertIs(PartFiles.unet(write(), settings("unet-sd15")), "unet-sd15", UNET_SETTINGS);
    }

    @Test
    void aUnetThatSaysHowItWasTrainedIsFollowed() throws IOException {
        assertThat(PartFiles.scheduler(golden("unet-sd15"), LdmFamily.SD1)).isEmpty();
        file.f32("v_pred", new int[] {0});
        assertThat(PartFiles.scheduler(write(), LdmFamily.SD1).orElseThrow())
                .containsEntry("prediction_type", "v_prediction");
    }

    @Test
    void anAutoencoderIsNoOtherPart() {
        Weights vae = golden("vae-sd");
        assertThat(PartFiles.unet(vae, Map.of())).isEmpty();
        assertThat(PartFiles.controlNet(vae, Map.of())).isEmpty();
        assertThat(PartFiles.text(vae, false, false)).isEmpty();
    }

    @Test
    void aControlNetWithoutItsFirstConvolutionIsRefused() throws IOException {
        add("controlnet", name -> name.contains("cond_embedding.conv_in") ? "other" + name : name);
        Weights weights = write();
        assertThatThrownBy(() -> PartFiles.controlNet(weights, settings("unet-sd15")))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("not a whole ControlNet", "controlnet_cond_embedding.conv_in.weight");
    }

    @ParameterizedTest
    @CsvSource({
        "lllite_unet_input_blocks_4_1_transformer_blocks_0_attn1_to_q.down.0.weight, LLLite",
        "lora_controlnet, Control-LoRA",
        "difference, difference",
        "task_embedding, Union",
        "adapter.body.0.in_conv.weight, T2I-Adapter",
        "image_proj.proj.weight, IP-Adapter",
        "controlnet_x_embedder.weight, transformer"
    })
    void aNetworkOfAnotherKindIsRefusedByItsName(String key, String kind) throws IOException {
        file.f32(key, new int[] {1}, 1);
        Weights weights = write();
        assertThatThrownBy(() -> PartFiles.controlNet(weights, Map.of()))
                .isInstanceOf(DemistException.class)
                .hasMessageContaining(kind);
    }

    private void add(String golden, UnaryOperator<String> naming) {
        golden(golden)
                .all()
                .forEach(weight ->
                        file.tensor(naming.apply(weight.name()), weight.dtype().name(), weight.shape(), bytes(weight)));
    }

    private static byte[] bytes(Weight weight) {
        byte[] bytes = new byte[weight.data().remaining()];
        weight.data().duplicate().get(bytes);
        return bytes;
    }

    private Weights write() throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("part.safetensors"), file.bytes()), null);
    }

    private static Weights golden(String name) {
        return WeightFiles.open(Goldens.own("models/" + name), null);
    }

    private static Map<String, Object> settings(String golden) throws IOException {
        return JSON.readValue(
                Goldens.own("models/" + golden).resolve("config.json").toFile(), new TypeReference<>() {});
    }

    private static void assertIs(Optional<NetworkFile> part, String golden, String... settings) throws IOException {
        Weights expected = golden(golden);
        Weights weights = part.orElseThrow().weights();
        assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(expected.names());
        expected.all().forEach(weight -> assertThat(
                        weights.find(weight.name()).orElseThrow().data())
                .as(weight.name())
                .isEqualTo(weight.data()));
        Map<String, Object> config = part.orElseThrow().config();
        assertThat(config)
                .containsAllEntriesOf(settings(golden).entrySet().stream()
                        .filter(entry -> List.of(settings).contains(entry.getKey()))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }
}
