package dev.demist.engine.model.unet;

import dev.demist.engine.model.ModelConfig;

/** What configurations of U-Nets have in common. */
final class UNetSettings {

    private UNetSettings() {}

    /** How time enters the residual blocks. */
    static boolean scaleShift(ModelConfig config) {
        String how = config.text("resnet_time_scale_shift", "default");
        return switch (how) {
            case "default" -> false;
            case "scale_shift" -> true;
            default ->
                throw config.unsupported("\"resnet_time_scale_shift\": \"" + how
                        + "\" is not supported; supported: default, scale_shift");
        };
    }
}
