package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.MidBlock2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Upsample2D;
import java.util.List;

/** Latents to pictures. */
final class Decoder {

    private final VaeSettings settings;
    private final Scope scope = Scope.ROOT.child("decoder");

    Decoder(VaeSettings settings) {
        this.settings = settings;
    }

    /** Latents as the scheduler has them to {@code [B, 3, H, W]}. */
    Graph trace(LatentForm form) {
        Input latents = new Input("latents");
        Value x = Compute.picture(form.decoded(latents));
        if (settings.postQuantConv()) {
            int latent = settings.latentChannels();
            x = Conv2d.of(Scope.ROOT.child("post_quant_conv"), latent, latent, 1, 1, 0)
                    .apply(x);
        }
        return new Graph(List.of(latents), List.of(Compute.result(decode(x))));
    }

    private Value decode(Value latents) {
        int[] channels = settings.channels();
        int deepest = settings.deepest();
        Value x = Conv2d.same(scope.child("conv_in"), settings.latentChannels(), deepest, 3)
                .apply(latents);
        x = MidBlock2D.of(scope.child("mid_block"), deepest, settings.heads(), settings.resnet())
                .apply(x, null);
        for (int i = 0; i < channels.length; i++) {
            x = up(i, x);
        }
        GroupNorm norm = settings.resnet().norm(scope.child("conv_norm_out"), channels[0]);
        Conv2d out = Conv2d.same(scope.child("conv_out"), channels[0], settings.outChannels(), 3);
        return out.apply(Activation.silu().apply(norm.apply(x)));
    }

    // The blocks count from the deepest.
    private Value up(int i, Value x) {
        int[] channels = settings.channels();
        int last = channels.length - 1;
        int in = channels[Math.min(last, last - i + 1)];
        int out = channels[last - i];
        Scope block = scope.child("up_blocks").child(i);
        for (int layer = 0; layer <= settings.layers(); layer++) {
            x = ResnetBlock2D.of(block.child("resnets").child(layer), layer == 0 ? in : out, out, settings.resnet())
                    .apply(x, null);
        }
        return i == last ? x : Upsample2D.of(block.child("upsamplers.0"), out).apply(x);
    }
}
