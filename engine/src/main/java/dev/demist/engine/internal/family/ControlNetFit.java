package dev.demist.engine.internal.family;

import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.model.ModelConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Checks that a ControlNet fits the U-Net that it steers and the autoencoder's scale. */
final class ControlNetFit {

    private static final String CHANNELS = "block_out_channels";

    /** A ControlNet copies the way down of the network that it steers, so both have the same levels. */
    private static final List<String> LEVELS = List.of(CHANNELS, "layers_per_block", "cross_attention_dim");

    private static final int[] PICTURE_LEVELS = {16, 32, 96, 256};

    private ControlNetFit() {}

    static void check(PartSource source, Roles roles, LatentFormat latents) {
        ModelConfig unet = source.config(roles.denoiser());
        ModelConfig control = source.config(roles.controlNet());
        for (String key : LEVELS) {
            if (!isSame(key, unet, control)) {
                throw Misfit.of(
                        source.place(roles.controlNet()) + " has \"" + key + "\": " + control.value(key),
                        source.place(roles.denoiser()) + " has " + unet.value(key));
            }
        }
        checkPicture(source, roles, control, latents);
    }

    /** One number for all levels is the same as that number for each. */
    private static boolean isSame(String key, ModelConfig unet, ModelConfig control) {
        int levels = unet.integers(CHANNELS).length;
        return Objects.equals(unet.value(key), control.value(key))
                || levels == control.integers(CHANNELS).length
                        && Arrays.equals(unet.integers(key, levels, 0), control.integers(key, levels, 0));
    }

    private static void checkPicture(PartSource source, Roles roles, ModelConfig control, LatentFormat latents) {
        String key = "conditioning_embedding_out_channels";
        int scale = 1 << ((control.has(key) ? control.integers(key) : PICTURE_LEVELS).length - 1);
        if (!source.has(roles.codec()) || scale != latents.scale()) {
            throw Misfit.of(
                    source.place(roles.controlNet()) + " takes pictures of " + scale + " pixels a latent pixel",
                    source.place(roles.codec())
                            + (source.has(roles.codec()) ? " makes " + latents.scale() : " is missing"));
        }
        int channels = control.integer("conditioning_channels", 3);
        if (channels != 1 && channels != 3) {
            throw control.unsupported(
                    "\"conditioning_channels\": " + channels + " is not supported in a pipeline; supported: 1, 3");
        }
    }
}
