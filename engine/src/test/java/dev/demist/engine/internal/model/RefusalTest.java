package dev.demist.engine.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import dev.demist.engine.Goldens;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no network here can do is said at once: the file, the value, and what is supported. */
class RefusalTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Device device;

    @BeforeAll
    static void open() {
        device = Device.open(1, Precision.FLOAT32);
    }

    @AfterAll
    static void close() {
        device.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            unet-sd15  | _class_name                | "UNet3DConditionModel"                     | UNet2DConditionModel, UNet2DModel
            unet-sd15  | act_fn                     | "snake"                                    | silu
            unet-sd15  | down_block_types           | ["CrossAttnDownBlock2D", "KDownBlock2D"]   | DownBlock2D
            unet-sd15  | up_block_types             | ["SimpleCrossAttnUpBlock2D"]               | UpBlock2D
            unet-sd15  | mid_block_type             | "UNetMidBlock2DSimpleCrossAttn"            | UNetMidBlock2DCrossAttn
            unet-sd15  | dual_cross_attention       | true                                       | false
            unet-sd15  | attention_type             | "gated"                                    | default
            unet-sd15  | encoder_hid_dim            | 768                                        | null
            unet-sd15  | encoder_hid_dim_type       | "image_proj"                               | null
            unet-sd15  | class_embed_type           | "vae"                                      | timestep, identity
            unet-sd15  | class_embeddings_concat    | true                                       | false
            unet-sd15  | addition_embed_type        | "text_image"                               | text_time
            unet-sd15  | time_embedding_type        | "fourier"                                  | positional
            unet-sd15  | time_embedding_act_fn      | "gelu"                                     | null
            unet-sd15  | resnet_time_scale_shift    | "ada_group"                                | scale_shift
            unet-sd15  | cross_attention_norm       | "layer_norm"                               | null
            unet-sd15  | num_attention_heads        | 8                                          | null
            unet2d-default | down_block_types       | ["AttnDownsampleBlock2D"]                  | AttnDownBlock2D
            unet2d-default | mid_block_type         | "UNetMidBlock2DCrossAttn"                  | UNetMidBlock2D
            unet2d-default | time_embedding_type    | "cosine"                                   | positional, fourier, learned
            unet2d-default | downsample_type        | "fir"                                      | conv, resnet
            vae-sd     | _class_name                | "AutoencoderKLWan"                         | AutoencoderTiny
            vae-sd     | down_block_types           | ["AttnDownEncoderBlock2D"]                 | DownEncoderBlock2D
            vae-sd     | up_block_types             | ["AttnUpDecoderBlock2D"]                   | UpDecoderBlock2D
            vae-sd     | latents_mean               | [0.1, 0.2, 0.3, 0.4]                       | null
            vae-sd     | latents_std                | [1.1, 1.2, 1.3, 1.4]                       | null
            taesd      | upsampling_scaling_factor  | 4                                          | 2
            clip-sd15  | architectures              | ["UMT5EncoderModel"]                         | CLIPTextModel
            clip-sd15  | hidden_act                 | "swiglu"                                   | quick_gelu
            controlnet | controlnet_conditioning_channel_order | "yuv"                           | rgb, bgr
            """)
    void isRefusedWithFileValueAndWhatIsSupported(String golden, String key, String value, String supported)
            throws IOException {
        Path folder = Goldens.path("models/" + golden);
        ObjectNode json =
                (ObjectNode) JSON.readTree(folder.resolve("config.json").toFile());
        json.set(key, JSON.readTree(value));
        ModelConfig config = ModelConfig.of(json, golden + "/config.json");
        Weights weights = WeightFiles.open(folder, null);
        String named = value.replaceAll(".*\"(.*)\".*", "$1");
        assertThatThrownBy(() -> open(golden, config, weights))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContainingAll(golden + "/config.json", named.replace(", ", ","), "supported", supported);
    }

    private static void open(String golden, ModelConfig config, Weights weights) throws Exception {
        AutoCloseable opened =
                switch (golden.substring(0, 4)) {
                    case "unet" -> Models.denoiser(config, weights, device);
                    case "clip" -> Models.textEncoder(config, weights, device);
                    case "cont" -> Models.controlNet(config, weights, device);
                    default -> Models.latentCodec(config, weights, device);
                };
        opened.close();
    }
}
