package dev.demist.engine.internal.checkpoint;

import dev.demist.ModelInfo;
import dev.demist.engine.internal.model.ModelConfig;

/**
 * What suits a kind of model when a request does not say.
 *
 * @param steps number of steps
 * @param guidance guidance scale
 */
record Defaults(int steps, double guidance) {

    private static final Defaults UNCONDITIONAL = new Defaults(50, 1);
    private static final Defaults DISTILLED = new Defaults(4, 8.5);
    private static final Defaults TEXT_TO_IMAGE = new Defaults(20, 5);

    /** What the configurations alone tell of a model; no weight is touched. */
    static ModelInfo info(String name, PartSource source, String scheduler) {
        ModelConfig unet = source.config("unet");
        int scale = source.has("vae") ? scale(source.config("vae")) : 1;
        int side = unet.side("sample_size", 64) * scale;
        boolean takesPrompt = source.has("text_encoder") || source.has("text_encoder_2");
        Defaults defaults = !takesPrompt ? UNCONDITIONAL : unet.has("time_cond_proj_dim") ? DISTILLED : TEXT_TO_IMAGE;
        return new ModelInfo(
                name, source.kind(), scheduler, side, side, scale, defaults.steps, defaults.guidance, takesPrompt);
    }

    /** Every level but the last halves the picture. */
    private static int scale(ModelConfig vae) {
        String levels = vae.has("block_out_channels") ? "block_out_channels" : "encoder_block_out_channels";
        return 1 << (vae.has(levels) ? vae.integers(levels).length - 1 : 3);
    }
}
