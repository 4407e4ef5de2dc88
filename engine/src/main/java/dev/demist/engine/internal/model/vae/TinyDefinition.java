package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Upsample2D;
import java.util.List;

/** A small autoencoder distilled from Stable Diffusion's (TAESD). */
record TinyDefinition(
        int inChannels,
        int outChannels,
        int latentChannels,
        int[] encoderChannels,
        int[] encoderBlocks,
        int[] decoderChannels,
        int[] decoderBlocks,
        double scalingFactor,
        double shiftFactor,
        Activation activation) {

    static TinyDefinition of(ModelConfig config) {
        config.only("upsampling_scaling_factor", 2);
        config.only("upsample_fn", "nearest");
        int[] encoderBlocks = config.integers("num_encoder_blocks");
        int[] decoderBlocks = config.integers("num_decoder_blocks");
        return new TinyDefinition(
                config.integer("in_channels", 3),
                config.integer("out_channels", 3),
                config.integer("latent_channels", 4),
                config.integers("encoder_block_out_channels", encoderBlocks.length, 64),
                encoderBlocks,
                config.integers("decoder_block_out_channels", decoderBlocks.length, 64),
                decoderBlocks,
                config.decimal("scaling_factor", 1),
                config.decimal("shift_factor", 0),
                Activation.of(config.text("act_fn", "relu"), config.origin()));
    }

    /** Pixels per latent pixel. */
    int scale() {
        return 1 << (decoderBlocks.length - 1);
    }

    /** Pictures {@code [B, 3, H, W]} in -1 ... 1 to latents {@code [B, C, h, w]}. */
    Graph encoder() {
        Input picture = new Input("picture");
        Value x = Compute.picture(picture.plus(1).dividedBy(2));
        TinyLayers layers = new TinyLayers(Scope.ROOT.child("encoder.layers"), activation, x);
        layers.conv(inChannels, encoderChannels[0], 1, true);
        for (int i = 0; i < encoderBlocks.length; i++) {
            if (i > 0) {
                layers.conv(encoderChannels[i], encoderChannels[i], 2, false);
            }
            layers.blocks(encoderBlocks[i], encoderChannels[i]);
        }
        layers.conv(encoderChannels[encoderChannels.length - 1], latentChannels, 1, true);
        return new Graph(List.of(picture), List.of(Compute.result(layers.result())));
    }

    /** Scaled latents {@code [B, C, h, w]} to pictures {@code [B, 3, H, W]} in -1 ... 1. */
    Graph decoder() {
        Input latents = new Input("latents");
        Value unscaled = latents.dividedBy(scalingFactor).plus(shiftFactor);
        Value x = Compute.picture(unscaled.dividedBy(3).apply("torch.tanh").times(3));
        TinyLayers layers = new TinyLayers(Scope.ROOT.child("decoder.layers"), activation, x);
        layers.conv(latentChannels, decoderChannels[0], 1, true);
        layers.then(activation::apply);
        int last = decoderBlocks.length - 1;
        for (int i = 0; i < last; i++) {
            layers.blocks(decoderBlocks[i], decoderChannels[i]);
            layers.then(Upsample2D::twice);
            layers.conv(decoderChannels[i], decoderChannels[i], 1, false);
        }
        layers.blocks(decoderBlocks[last], decoderChannels[last]);
        layers.conv(decoderChannels[last], outChannels, 1, true);
        return new Graph(
                List.of(latents),
                List.of(Compute.result(layers.result().times(2).minus(1))));
    }
}
