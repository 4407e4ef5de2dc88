package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Scope;

/**
 * FLUX.2's latents: 2 x 2 patches as channels, each normalised by the mean and variance that batch normalisation (Ioffe
 * and Szegedy, 2015) has gathered in training.
 *
 * @param channels of the decoder's input, C
 * @param average {@code bn.running_mean}, {@code [4 C]}
 * @param variance {@code bn.running_var}, {@code [4 C]}
 * @param eps added to the variance
 */
record NormedPatches(int channels, Parameter average, Parameter variance, double eps) implements LatentForm {

    private static final int SIDE = 2;

    static NormedPatches of(ModelConfig config, VaeSettings settings) {
        config.only("patch_size", new int[] {SIDE, SIDE});
        config.only("decoder_block_out_channels", null);
        Scope norm = Scope.ROOT.child("bn");
        int channels = settings.latentChannels();
        return new NormedPatches(
                channels,
                norm.parameter("running_mean", SIDE * SIDE * channels),
                norm.parameter("running_var", SIDE * SIDE * channels),
                config.decimal("batch_norm_eps", 1e-4));
    }

    @Override
    public Value decoded(Value latents) {
        Value patches = latents.times(perChannel(deviation())).plus(perChannel(average));
        Value height = latents.size(2);
        Value width = latents.size(3);
        return patches.reshape(latents.size(0), channels, SIDE, SIDE, height, width)
                .permute(0, 1, 4, 2, 5, 3)
                .reshape(latents.size(0), channels, height.times(SIDE), width.times(SIDE));
    }

    @Override
    public Value mean(Value encoded) {
        return patches(encoded).minus(perChannel(average)).dividedBy(perChannel(deviation()));
    }

    @Override
    public Value logVariance(Value encoded) {
        return patches(encoded).minus(perChannel(deviation()).apply("torch.log").times(2));
    }

    private Value deviation() {
        return variance.to(ElementType.FLOAT32).plus(eps).apply("torch.sqrt");
    }

    private static Value perChannel(Value values) {
        return values.to(ElementType.FLOAT32).reshape(1, -1, 1, 1);
    }

    /** {@code [B, C, h, w]} to {@code [B, 4 C, h / 2, w / 2]}. */
    private Value patches(Value encoded) {
        Value rows = encoded.size(2).apply("torch.floordiv", SIDE);
        Value columns = encoded.size(3).apply("torch.floordiv", SIDE);
        return encoded.to(ElementType.FLOAT32)
                .reshape(encoded.size(0), channels, rows, SIDE, columns, SIDE)
                .permute(0, 1, 3, 5, 2, 4)
                .reshape(encoded.size(0), channels * SIDE * SIDE, rows, columns);
    }

    @Override
    public double scalingFactor() {
        return 1;
    }

    @Override
    public double shiftFactor() {
        return 0;
    }

    @Override
    public int side() {
        return SIDE;
    }
}
