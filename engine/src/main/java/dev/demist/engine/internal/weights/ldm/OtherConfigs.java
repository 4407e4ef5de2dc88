package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The configurations of the parts around the UNet. */
final class OtherConfigs {

    private static final int HEAD_SIZE = 64;

    private OtherConfigs() {}

    /**
     * The configuration of an autoencoder.
     *
     * @param others what shapes do not show; the number of groups and the activation if they differ from those of all
     *     published ones
     */
    static Map<String, Object> vae(Weights weights, Map<String, Object> others) {
        int levels = UnetLayout.count(weights.names(), "encoder.down_blocks.%d.");
        List<Integer> channels = new ArrayList<>();
        for (int level = 0; level < levels; level++) {
            channels.add(size(weights, "encoder.down_blocks." + level + ".resnets.0.conv1.weight", 0));
        }
        Map<String, Object> config = new LinkedHashMap<>(Map.of("norm_num_groups", 32, "act_fn", "silu"));
        config.putAll(others);
        boolean normed = weights.find("bn.running_mean").isPresent();
        config.put("_class_name", normed ? "AutoencoderKLFlux2" : "AutoencoderKL");
        config.put("in_channels", size(weights, "encoder.conv_in.weight", 1));
        config.put("out_channels", size(weights, "decoder.conv_out.weight", 0));
        config.put("latent_channels", size(weights, "decoder.conv_in.weight", 1));
        config.put("block_out_channels", channels);
        config.put("layers_per_block", UnetLayout.count(weights.names(), "encoder.down_blocks.0.resnets.%d."));
        config.put("down_block_types", Collections.nCopies(levels, "DownEncoderBlock2D"));
        config.put("up_block_types", Collections.nCopies(levels, "UpDecoderBlock2D"));
        config.put("use_quant_conv", weights.find("quant_conv.weight").isPresent());
        config.put("use_post_quant_conv", weights.find("post_quant_conv.weight").isPresent());
        return config;
    }

    static Map<String, Object> text(Weights weights, boolean openClip, boolean projection) {
        int hidden = size(weights, "text_model.embeddings.token_embedding.weight", 1);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of(projection ? "CLIPTextModelWithProjection" : "CLIPTextModel"));
        config.put("model_type", "clip_text_model");
        config.put("vocab_size", size(weights, "text_model.embeddings.token_embedding.weight", 0));
        config.put("hidden_size", hidden);
        config.put("intermediate_size", size(weights, "text_model.encoder.layers.0.mlp.fc1.weight", 0));
        config.put("num_hidden_layers", UnetLayout.count(weights.names(), "text_model.encoder.layers.%d."));
        config.put("num_attention_heads", Math.max(1, hidden / HEAD_SIZE));
        config.put("max_position_embeddings", size(weights, "text_model.embeddings.position_embedding.weight", 0));
        config.put("hidden_act", openClip ? "gelu" : "quick_gelu");
        config.put("layer_norm_eps", 1e-5);
        config.put("projection_dim", projection ? size(weights, "text_projection.weight", 0) : hidden);
        config.put("bos_token_id", 49406);
        config.put("eos_token_id", 49407);
        return config;
    }

    /** The noise schedule that all of them were trained with; the scheduler that diffusers chooses for the family. */
    static Map<String, Object> scheduler(LdmFamily family, String prediction) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put(
                "_class_name",
                switch (family) {
                    case SD1 -> "PNDMScheduler";
                    case SD2 -> "DDIMScheduler";
                    case SDXL, SDXL_REFINER -> "EulerDiscreteScheduler";
                });
        config.put("num_train_timesteps", 1000);
        config.put("beta_start", 0.00085);
        config.put("beta_end", 0.012);
        config.put("beta_schedule", "scaled_linear");
        config.put("prediction_type", prediction);
        config.put("steps_offset", 1);
        config.put("timestep_spacing", "leading");
        switch (family) {
            case SD1 -> config.put("skip_prk_steps", true);
            case SD2 -> config.put("clip_sample", false);
            case SDXL, SDXL_REFINER -> config.put("interpolation_type", "linear");
        }
        if (family == LdmFamily.SD1 || family == LdmFamily.SD2) {
            config.put("set_alpha_to_one", false);
        }
        return config;
    }

    private static int size(Weights weights, String name, int dimension) {
        return weights.find(name)
                .map(Weight::shape)
                .filter(shape -> dimension < shape.length)
                .orElseThrow(() -> LdmCheckpoint.notLdm(weights.origin(), name))[dimension];
    }
}
