package dev.demist.engine.internal.model;

import dev.demist.DemistException;
import dev.demist.engine.internal.model.clip.ClipTextEncoder;
import dev.demist.engine.internal.model.unet.ControlNetModel;
import dev.demist.engine.internal.model.unet.UNet;
import dev.demist.engine.internal.model.vae.AutoencoderKL;
import dev.demist.engine.internal.model.vae.AutoencoderTiny;
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

    private Models() {}

    /** {@code UNet2DConditionModel} or {@code UNet2DModel}. */
    public static Denoiser denoiser(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "UNet2DConditionModel" -> UNet.conditional(config, weights, device);
            case "UNet2DModel" -> UNet.unconditional(config, weights, device);
            default -> throw unknown(config, "UNet2DConditionModel, UNet2DModel");
        };
    }

    /** {@code CLIPTextModel}, {@code CLIPTextModelWithProjection}, or the text half of a {@code CLIPModel}. */
    public static TextEncoder textEncoder(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "CLIPTextModel" -> ClipTextEncoder.load(config, false, weights, device);
            case "CLIPModel" -> ClipTextEncoder.load(config.section("text_config"), false, textHalf(weights), device);
            case "CLIPTextModelWithProjection" -> ClipTextEncoder.load(config, true, weights, device);
            default -> throw unknown(config, "CLIPTextModel, CLIPTextModelWithProjection, CLIPModel");
        };
    }

    /** The sizes of the text encoder of this configuration; nothing is loaded. */
    public static TextShape textShape(ModelConfig config) {
        return switch (config.className()) {
            case "CLIPTextModel", "CLIPTextModelWithProjection" -> ClipTextEncoder.shape(config);
            case "CLIPModel" -> ClipTextEncoder.shape(config.section("text_config"));
            default -> throw unknown(config, "CLIPTextModel, CLIPTextModelWithProjection, CLIPModel");
        };
    }

    private static Weights textHalf(Weights weights) {
        Map<String, Weight> half = new LinkedHashMap<>();
        weights.names().stream().filter(name -> name.startsWith("text_model.")).forEach(name -> weights.find(name)
                .ifPresent(weight -> half.put(name, weight)));
        return new WeightMap(weights.origin(), half, weights::forget);
    }

    /** {@code AutoencoderKL} or {@code AutoencoderTiny}. */
    public static LatentCodec latentCodec(ModelConfig config, Weights weights, Device device) {
        return switch (config.className()) {
            case "AutoencoderKL" -> AutoencoderKL.load(config, weights, device);
            case "AutoencoderTiny" -> AutoencoderTiny.load(config, weights, device);
            default -> throw unknown(config, "AutoencoderKL, AutoencoderTiny");
        };
    }

    /** Fails as {@link #latentCodec} does for a configuration that is not supported; nothing is loaded. */
    public static void requireLatentCodec(ModelConfig config) {
        switch (config.className()) {
            case "AutoencoderKL" -> AutoencoderKL.require(config);
            case "AutoencoderTiny" -> AutoencoderTiny.require(config);
            default -> throw unknown(config, "AutoencoderKL, AutoencoderTiny");
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
