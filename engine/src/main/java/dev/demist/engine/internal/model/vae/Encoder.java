package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Downsample2D;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.MidBlock2D;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;

/** Pictures to the mean and log variance of latents (Kingma and Welling, 2013; layout of Esser et al., 2021). */
final class Encoder {

    private static final double MIN_LOG_VARIANCE = -30;
    private static final double MAX_LOG_VARIANCE = 20;

    private final VaeSettings settings;
    private final Scope scope = Scope.ROOT.child("encoder");

    Encoder(VaeSettings settings) {
        this.settings = settings;
    }

    /** {@code [B, 3, H, W]} to mean and log variance, not scaled yet. */
    Graph trace(LatentForm form) {
        Input picture = new Input("picture");
        Value moments = moments(Compute.picture(picture));
        if (settings.quantConv()) {
            int both = 2 * settings.latentChannels();
            moments = Conv2d.of(Scope.ROOT.child("quant_conv"), both, both, 1, 1, 0)
                    .apply(moments);
        }
        Value mean = moments.narrow(1, 0, settings.latentChannels());
        Value logVariance = moments.narrow(1, settings.latentChannels(), settings.latentChannels())
                .apply("torch.clamp", MIN_LOG_VARIANCE, MAX_LOG_VARIANCE);
        return new Graph(
                List.of(picture),
                List.of(Compute.result(form.mean(mean)), Compute.result(form.logVariance(logVariance))));
    }

    private Value moments(Value picture) {
        int[] channels = settings.channels();
        Value x = Conv2d.same(scope.child("conv_in"), settings.inChannels(), channels[0], 3)
                .apply(picture);
        for (int i = 0; i < channels.length; i++) {
            x = down(i, x);
        }
        x = MidBlock2D.of(scope.child("mid_block"), settings.deepest(), settings.heads(), settings.resnet())
                .apply(x, null);
        GroupNorm norm = settings.resnet().norm(scope.child("conv_norm_out"), settings.deepest());
        Conv2d out = Conv2d.same(scope.child("conv_out"), settings.deepest(), 2 * settings.latentChannels(), 3);
        return out.apply(Activation.silu().apply(norm.apply(x)));
    }

    private Value down(int i, Value x) {
        int[] channels = settings.channels();
        Scope block = scope.child("down_blocks").child(i);
        int in = channels[Math.max(0, i - 1)];
        for (int layer = 0; layer < settings.layers(); layer++) {
            x = ResnetBlock2D.of(
                            block.child("resnets").child(layer),
                            layer == 0 ? in : channels[i],
                            channels[i],
                            settings.resnet())
                    .apply(x, null);
        }
        boolean last = i == channels.length - 1;
        return last
                ? x
                : Downsample2D.of(block.child("downsamplers.0"), channels[i], 0).apply(x);
    }
}
