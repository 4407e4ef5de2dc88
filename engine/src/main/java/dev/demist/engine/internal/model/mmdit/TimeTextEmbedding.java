package dev.demist.engine.internal.model.mmdit;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.TimestepEmbedding;
import dev.demist.engine.internal.nn.Timesteps;
import org.jspecify.annotations.Nullable;

/**
 * What all tokens are conditioned on: the time, the pooled text and, in distilled models, the scale of guidance.
 *
 * @param time of the timestep
 * @param guidance of the scale; null without
 * @param text of the pooled text
 */
record TimeTextEmbedding(TimestepEmbedding time, @Nullable TimestepEmbedding guidance, TimestepEmbedding text) {

    /** The name of the pooled text {@code [B, P]} among a denoiser's inputs. */
    static final String POOLED = "pooled_projections";

    private static final Timesteps SINUSOIDS = new Timesteps(256, true, 0);

    /** The layout of diffusers. */
    static TimeTextEmbedding of(ModelConfig config, int channels, boolean guided) {
        Scope scope = Scope.ROOT.child("time_text_embed");
        return new TimeTextEmbedding(
                numbers(scope.child("timestep_embedder"), channels),
                guided ? numbers(scope.child("guidance_embedder"), channels) : null,
                TimestepEmbedding.of(
                        scope.child("text_embedder"),
                        config.integer("pooled_projection_dim"),
                        channels,
                        Activation.silu()));
    }

    private static TimestepEmbedding numbers(Scope scope, int channels) {
        return TimestepEmbedding.of(scope, SINUSOIDS.channels(), channels, Activation.silu());
    }

    /**
     * {@code [B, C]} of the time {@code [B]} and the pooled text {@code [B, P]}.
     *
     * @param scale {@code [B]}; null without
     */
    Value apply(Value timestep, @Nullable Value scale, Value pooled) {
        Value embedded = embedded(time, timestep);
        if (guidance != null && scale != null) {
            embedded = embedded.plus(embedded(guidance, scale));
        }
        return embedded.plus(text.apply(Compute.of(pooled), null));
    }

    private static Value embedded(TimestepEmbedding layers, Value numbers) {
        return layers.apply(Compute.of(SINUSOIDS.apply(numbers)), null);
    }
}
