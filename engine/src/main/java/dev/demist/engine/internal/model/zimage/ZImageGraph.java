package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Shape;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Patches;
import dev.demist.engine.internal.nn.PlainLayerNorm;
import dev.demist.engine.internal.nn.Positions;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Timesteps;
import java.util.List;

/**
 * The program of {@code ZImageTransformer2DModel} (Cai et al., 2025, arXiv:2511.22699): patches of the picture and text
 * are refined apart, then see each other in one stream. What it predicts is a flow from noise to the picture, and its
 * time runs the same way; outside, both run from the picture to noise.
 */
final class ZImageGraph {

    private static final int FREQUENCIES = 256;
    private static final int TIME_INNER = 1024;
    private static final double LAST_TIMESTEP = 1000;
    private static final double FINAL_EPS = 1e-6;
    private static final String SIZES = ZImageSettings.PATCH + "-1";

    private final ZImageSettings settings;
    private final Scope root = Scope.ROOT;

    ZImageGraph(ZImageSettings settings) {
        this.settings = settings;
    }

    /** Latents {@code [B, C, h, w]}, timesteps {@code [B]} and text {@code [B, T, D]} to the flow. */
    Graph trace() {
        Input sample = new Input(NamedInputs.SAMPLE, Shape.of(Shape.ANY, settings.channels(), Shape.ANY, Shape.ANY));
        Input timestep = new Input(NamedInputs.TIMESTEP);
        Input text = Input.lasting(ZImageTransformer.TEXT, Shape.of(Shape.ANY, Shape.ANY, settings.textWidth()));
        Value flow = flow(Compute.of(sample), time(timestep), Compute.of(text));
        return new Graph(List.of(sample, timestep, text), List.of(Compute.result(flow.apply("torch.neg"))));
    }

    private Value time(Value timestep) {
        Value forward = timestep.times(-1).plus(LAST_TIMESTEP).dividedBy(LAST_TIMESTEP);
        Value waves = new Timesteps(FREQUENCIES, true, 0).apply(forward.times(settings.timeScale()));
        Scope mlp = root.child("t_embedder.mlp");
        Value inner = Linear.of(mlp.child(0), FREQUENCIES, TIME_INNER).apply(Compute.of(waves));
        return Linear.of(mlp.child(2), TIME_INNER, settings.timeWidth())
                .apply(Activation.silu().apply(inner));
    }

    private Value flow(Value sample, Value time, Value text) {
        Patches patches = settings.patches();
        Value rows = patches.rows(sample);
        Value columns = patches.columns(sample);
        Value count = rows.apply("torch.mul", columns);
        Value textMissing = ZImageTokens.missing(text.size(1));
        Value textCount = text.size(1).plus(textMissing);
        Value missing = ZImageTokens.missing(count);
        Value textAngles = textAngles(textCount);
        Value angles = angles(rows, columns, count, textCount.plus(1), missing);
        Value words = refinedText(text, textMissing, Rotation.of(textAngles));
        Value picture = refinedPicture(patches.pack(sample), missing, Rotation.of(angles), time);
        Rotation rotation = Rotation.of(Value.concat(0, angles, textAngles));
        Value x = Value.concat(1, picture, words);
        for (int i = 0; i < settings.layers(); i++) {
            x = ZImageBlock.of(root.child("layers").child(i), settings, true).apply(x, rotation, time);
        }
        return patches.unpack(last(x, time).narrow(1, 0, count), sample);
    }

    private Value textAngles(Value count) {
        return settings.rotary()
                .angles(Positions.range(count).plus(1), Positions.all(0, count), Positions.all(0, count));
    }

    /** The picture is the frame that follows the words. */
    private Value angles(Value rows, Value columns, Value count, Value frame, Value missing) {
        return settings.rotary()
                .angles(
                        ZImageTokens.filled(Positions.all(frame, count), missing),
                        ZImageTokens.filled(Positions.rows(rows, columns), missing),
                        ZImageTokens.filled(Positions.columns(rows, columns), missing));
    }

    private Value refinedText(Value text, Value missing, Rotation rotation) {
        Scope scope = root.child("cap_embedder");
        RmsNorm norm = RmsNorm.of(scope.child(0), settings.textWidth(), settings.eps());
        Value embedded = Linear.of(scope.child(1), settings.textWidth(), settings.width())
                .apply(norm.apply(text));
        Value x = ZImageTokens.filled(embedded, root.parameter("cap_pad_token", 1, settings.width()), missing);
        for (int i = 0; i < settings.refiners(); i++) {
            x = ZImageBlock.of(root.child("context_refiner").child(i), settings, false)
                    .apply(x, rotation);
        }
        return x;
    }

    private Value refinedPicture(Value tokens, Value missing, Rotation rotation, Value time) {
        Value embedded = Linear.of(root.child("all_x_embedder").child(SIZES), tokenWidth(), settings.width())
                .apply(tokens);
        Value x = ZImageTokens.filled(embedded, root.parameter("x_pad_token", 1, settings.width()), missing);
        for (int i = 0; i < settings.refiners(); i++) {
            x = ZImageBlock.of(root.child("noise_refiner").child(i), settings, true)
                    .apply(x, rotation, time);
        }
        return x;
    }

    private Value last(Value x, Value time) {
        Scope scope = root.child("all_final_layer").child(SIZES);
        Value scale = Linear.of(scope.child("adaLN_modulation.1"), settings.timeWidth(), settings.width())
                .apply(Activation.silu().apply(time));
        Value normed = new PlainLayerNorm(settings.width(), FINAL_EPS).apply(x);
        return Linear.of(scope.child("linear"), settings.width(), tokenWidth())
                .apply(normed.times(scale.plus(1).unsqueeze(1)));
    }

    private int tokenWidth() {
        return settings.channels() * ZImageSettings.PATCH * ZImageSettings.PATCH;
    }
}
