package dev.demist.engine.internal.model;

import dev.demist.DemistException;
import dev.demist.engine.internal.model.clip.ClipTextEncoder;
import dev.demist.engine.internal.model.flux2.Flux2Transformer;
import dev.demist.engine.internal.model.mmdit.FluxTransformer2DModel;
import dev.demist.engine.internal.model.mmdit.SD3Transformer2DModel;
import dev.demist.engine.internal.model.qwen3.Qwen3TextEncoder;
import dev.demist.engine.internal.model.t5.T5Encoder;
import dev.demist.engine.internal.model.unet.ControlNetModel;
import dev.demist.engine.internal.model.unet.UNet;
import dev.demist.engine.internal.model.vae.AutoencoderKL;
import dev.demist.engine.internal.model.vae.AutoencoderTiny;
import dev.demist.engine.internal.model.zimage.ZImageTransformer;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Networks by the class that their configuration names. Loading blocks until the weights are ready.
 *
 * <p>Every method throws {@link DemistException}: UNSUPPORTED_MODEL for a class, block or setting that is not known,
 * WEIGHTS_MISMATCH for weights that do not fit.
 */
public final class Models {

    private static final String DENOISERS = "UNet2DConditionModel, UNet2DModel, SD3Transformer2DModel,"
            + " FluxTransformer2DModel, Flux2Transformer2DModel, ZImageTransformer2DModel";

    private static final String TEXT_ENCODERS =
            "CLIPTextModel, CLIPTextModelWithProjection, CLIPModel, T5EncoderModel, Qwen3Model, Qwen3ForCausalLM";

    private static final String CODECS = "AutoencoderKL, AutoencoderKLFlux2, AutoencoderTiny";

    private Models() {}

    /** A network of one of the classes in the list of {@link #DENOISERS}. */
    public static Denoiser denoiser(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "UNet2DConditionModel" -> UNet.conditional(config, weights, device);
            case "UNet2DModel" -> UNet.unconditional(config, weights, device);
            case "SD3Transformer2DModel" -> SD3Transformer2DModel.load(config, weights, device);
            case "FluxTransformer2DModel" -> FluxTransformer2DModel.load(config, weights, device);
            case "Flux2Transformer2DModel" -> Flux2Transformer.load(config, weights, device);
            case "ZImageTransformer2DModel" -> ZImageTransformer.load(config, weights, device);
            default -> throw unknown(config, DENOISERS);
        };
    }

    /**
     * What {@link dev.demist.engine.model.DenoiserShape#deepChannels} of the denoiser of this configuration is; nothing
     * is loaded.
     */
    public static int deepChannels(ModelConfig config) {
        return config.className().startsWith("UNet2D") ? UNet.deepChannels(config) : 0;
    }

    /** A network of one of the classes in the list of {@link #TEXT_ENCODERS}; of {@code CLIPModel} the text half. */
    public static TextEncoder textEncoder(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "CLIPTextModel" -> ClipTextEncoder.load(config, false, weights, device);
            case "CLIPModel" -> ClipTextEncoder.load(config.section("text_config"), false, textHalf(weights), device);
            case "CLIPTextModelWithProjection" -> ClipTextEncoder.load(config, true, weights, device);
            case "Qwen3Model", "Qwen3ForCausalLM" -> Qwen3TextEncoder.load(config, weights, device);
            case "T5EncoderModel" -> T5Encoder.load(config, weights, device);
            default -> throw unknown(config, TEXT_ENCODERS);
        };
    }

    /** The sizes of the text encoder of this configuration; nothing is loaded. */
    public static TextShape textShape(ModelConfig config) {
        return switch (config.className()) {
            case "CLIPTextModel", "CLIPTextModelWithProjection" -> ClipTextEncoder.shape(config);
            case "CLIPModel" -> ClipTextEncoder.shape(config.section("text_config"));
            case "Qwen3Model", "Qwen3ForCausalLM" -> Qwen3TextEncoder.shape(config);
            case "T5EncoderModel" -> T5Encoder.shape(config);
            default -> throw unknown(config, TEXT_ENCODERS);
        };
    }

    private static Weights textHalf(Weights weights) {
        Map<String, Weight> half = new LinkedHashMap<>();
        weights.names().stream().filter(name -> name.startsWith("text_model.")).forEach(name -> weights.find(name)
                .ifPresent(weight -> half.put(name, weight)));
        return new WeightMap(weights.origin(), half, weights::forget);
    }

    /** A network of one of the classes in the list of {@link #CODECS}. */
    public static LatentCodec latentCodec(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "AutoencoderKL" -> AutoencoderKL.load(config, weights, device);
            case "AutoencoderKLFlux2" -> AutoencoderKL.loadFlux2(config, weights, device);
            case "AutoencoderTiny" -> AutoencoderTiny.load(config, weights, device);
            default -> throw unknown(config, CODECS);
        };
    }

    /** Fails as {@link #latentCodec} does for a configuration that is not supported; nothing is loaded. */
    public static void requireLatentCodec(ModelConfig config) {
        switch (config.className()) {
            case "AutoencoderKL", "AutoencoderKLFlux2" -> AutoencoderKL.require(config);
            case "AutoencoderTiny" -> AutoencoderTiny.require(config);
            default -> throw unknown(config, CODECS);
        }
    }

    /** {@code ControlNetModel}. */
    public static ControlNet controlNet(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "ControlNetModel" -> ControlNetModel.load(config, weights, device);
            default -> throw unknown(config, "ControlNetModel");
        };
    }

    private static DemistException unknown(ModelConfig config, String known) {
        return config.unsupported("\"" + config.className() + "\" is not supported here; supported: " + known);
    }
}
