package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Compute;
import dev.demist.engine.internal.nn.Embedding;
import dev.demist.engine.internal.nn.FourierProjection;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.ResnetBlock2D;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.TimestepEmbedding;
import dev.demist.engine.internal.nn.Timesteps;

/** Everything that enters the residual blocks as one vector: time, guidance, class, SDXL's sizes and pooled text. */
final class TimeConditioning {

    /** The input for the embedded guidance scale {@code [B, D]} of latent consistency models. */
    static final String GUIDANCE = "timestep_cond";

    private final ModelConfig config;
    private final int first;
    private final ResnetBlock2D.Settings resnet;
    private final Activation activation;
    private final Inputs inputs;

    /**
     * @param first channels of the first block, which the embedding of time begins with
     * @param activation within the embedding of time
     */
    TimeConditioning(
            ModelConfig config, int first, ResnetBlock2D.Settings resnet, Activation activation, Inputs inputs) {
        this.config = config;
        this.first = first;
        this.resnet = resnet;
        this.activation = activation;
        this.inputs = inputs;
    }

    /** {@code [B, T]}, after the activation that every residual block would begin with. */
    Value trace(Scope scope) {
        Value time = time(scope);
        if (config.has("num_class_embeds") || config.has("class_embed_type")) {
            time = time.plus(classes(scope));
        }
        if (config.has("addition_embed_type")) {
            time = time.plus(sizesAndText(scope.child("add_embedding")));
        }
        return resnet.activation().apply(time);
    }

    private Value time(Scope scope) {
        Scope layer = scope.child("time_embedding");
        TimestepEmbedding embedding = TimestepEmbedding.of(layer, width(), resnet.timeChannels(), activation);
        Value projected = projected(scope, inputs.of(NamedInputs.TIMESTEP));
        return config.has("time_cond_proj_dim")
                ? embedding
                        .conditioned(layer, config.integer("time_cond_proj_dim"), width())
                        .apply(projected, Compute.of(inputs.lasting(GUIDANCE)))
                : embedding.apply(projected, null);
    }

    private String type() {
        return config.text("time_embedding_type", "positional");
    }

    /** Channels of {@link #projected}. */
    private int width() {
        return type().equals("fourier") ? 2 * first : first;
    }

    private Value projected(Scope scope, Value numbers) {
        Scope layer = scope.child("time_proj");
        return Compute.of(
                switch (type()) {
                    case "positional" -> positional(first).apply(numbers);
                    case "fourier" -> FourierProjection.of(layer, first).apply(numbers);
                    case "learned" ->
                        Embedding.of(layer, config.integer("num_train_timesteps"), first)
                                .apply(numbers.to(ElementType.INT64));
                    default ->
                        throw config.unsupported("\"time_embedding_type\": \"" + type()
                                + "\" is not supported; supported: positional, fourier, learned");
                });
    }

    private Value classes(Scope scope) {
        Scope layer = scope.child("class_embedding");
        int out = resnet.timeChannels();
        Value labels = inputs.lasting("class_labels");
        String type = config.text("class_embed_type", "index");
        return switch (type) {
            case "index" ->
                Embedding.of(layer, config.integer("num_class_embeds"), out).apply(labels.to(ElementType.INT64));
            case "timestep" ->
                TimestepEmbedding.of(layer, width(), out, activation).apply(projected(scope, labels), null);
            case "identity" -> Compute.of(labels);
            case "projection" ->
                TimestepEmbedding.of(layer, projectedClass(), out, Activation.silu())
                        .apply(Compute.of(labels), null);
            case "simple_projection" -> Linear.of(layer, projectedClass(), out).apply(Compute.of(labels));
            default ->
                throw config.unsupported("\"class_embed_type\": \"" + type
                        + "\" is not supported; supported: timestep, identity, projection, simple_projection");
        };
    }

    private int projectedClass() {
        return config.integer("projection_class_embeddings_input_dim");
    }

    // SDXL's micro-conditioning (Podell et al., 2023)
    private Value sizesAndText(Scope scope) {
        config.only("addition_embed_type", "text_time");
        Value ids = inputs.lasting("time_ids");
        int width = config.integer("addition_time_embed_dim");
        Value sizes = positional(width).apply(ids.reshape(-1)).reshape(ids.size(0), -1);
        Value both = Value.concat(-1, inputs.lasting("text_embeds"), sizes);
        return TimestepEmbedding.of(scope, projectedClass(), resnet.timeChannels(), Activation.silu())
                .apply(Compute.of(both), null);
    }

    private Timesteps positional(int channels) {
        return new Timesteps(channels, config.flag("flip_sin_to_cos", true), config.decimal("freq_shift", 0));
    }
}
