package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Transformer2DModel;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the layers of one stage.
 *
 * @param resnet of its residual blocks
 * @param layers how many of them
 * @param headChannels channels of a head where pixels attend to each other; 0 for one head
 * @param transformer where pixels attend to text, null without
 * @param depths how many transformer blocks follow each layer
 * @param downsamplePadding of its reduction
 * @param resample what changes the size after it
 */
record StageSettings(
        ResnetBlock2D.Settings resnet,
        int layers,
        int headChannels,
        Transformer2DModel.@Nullable Settings transformer,
        int[] depths,
        int downsamplePadding,
        Resampling resample) {

    /** The layer that changes the size between two stages. */
    enum Resampling {
        /** Nothing: the last stage. */
        NONE,
        CONVOLUTION,
        RESNET;

        /** The kind that a configuration names. */
        static Resampling of(ModelConfig config, String key) {
            String type = config.text(key, "conv");
            return switch (type) {
                case "conv" -> CONVOLUTION;
                case "resnet" -> RESNET;
                default ->
                    throw config.unsupported(
                            "\"" + key + "\": \"" + type + "\" is not supported; supported: conv, resnet");
            };
        }
    }

    /** Attention heads over {@code channels}. */
    int heads(int channels) {
        return headChannels == 0 ? 1 : channels / headChannels;
    }

    /** Whether the size stays the same after this stage. */
    boolean isLast() {
        return resample == Resampling.NONE;
    }
}
