package dev.demist.engine.model.unet;

import dev.demist.engine.graph.ElementType;
import dev.demist.engine.graph.Value;
import dev.demist.engine.model.ModelConfig;
import dev.demist.engine.nn.Compute;
import dev.demist.engine.nn.Embedding;
import dev.demist.engine.nn.FourierProjection;
import dev.demist.engine.nn.ResnetBlock2D;
import dev.demist.engine.nn.Scope;
import dev.demist.engine.nn.TimestepEmbedding;
import dev.demist.engine.nn.Timesteps;

/** Everything that enters the residual blocks as one vector: time, guidance, class, SDXL's sizes and pooled text. */
final class TimeConditioning {

    private final ModelConfig config;
    private final int first;
    private final ResnetBlock2D.Settings resnet;
    private final Inputs inputs;

    /** @param first channels of the first block, which the embedding of time begins with */
    TimeConditioning(ModelConfig config, int first, ResnetBlock2D.Settings resnet, Inputs inputs) {
        this.config = config;
        this.first = first;
        this.resnet = resnet;
        this.inputs = inputs;
    }

    /** {@code [B, T]}, after the activation that every residual block would begin with. */
    Value trace(Scope scope) {
        Value time = time(scope);
        if (config.has("num_class_embeds") || config.has("class_embed_type")) {
            time = time.plus(classes(scope.child("class_embedding")));
        }
        if (config.has("addition_embed_type")) {
            time = time.plus(sizesAndText(scope.child("add_embedding")));
        }
        return resnet.activation().apply(time);
    }

    private Value time(Scope scope) {
        String type = config.text("time_embedding_type", "positional");
        int in = type.equals("fourier") ? 2 * first : first;
        Value embedded = Compute.of(embedded(type, scope.child("time_proj")));
        Scope layer = scope.child("time_embedding");
        return config.has("time_cond_proj_dim")
                ? TimestepEmbedding.conditioned(layer, in, resnet.timeChannels(), config.integer("time_cond_proj_dim"))
                        .apply(embedded, Compute.of(inputs.of("timestep_cond")))
                : TimestepEmbedding.of(layer, in, resnet.timeChannels()).apply(embedded, null);
    }

    private Value embedded(String type, Scope scope) {
        Value time = inputs.of("timestep");
        return switch (type) {
            case "positional" -> positional(first).apply(time);
            case "fourier" -> FourierProjection.of(scope, first).apply(time);
            case "learned" ->
                Embedding.of(scope, config.integer("num_train_timesteps"), first)
                        .apply(time.to(ElementType.INT64));
            default ->
                throw config.unsupported("\"time_embedding_type\": \"" + type
                        + "\" is not supported; supported: positional, fourier, learned");
        };
    }

    private Value classes(Scope scope) {
        config.only("class_embed_type", "timestep");
        int out = resnet.timeChannels();
        Value labels = inputs.of("class_labels");
        if (config.has("class_embed_type")) {
            return TimestepEmbedding.of(scope, first, out)
                    .apply(Compute.of(positional(first).apply(labels)), null);
        }
        return Embedding.of(scope, config.integer("num_class_embeds"), out).apply(labels.to(ElementType.INT64));
    }

    // SDXL's micro-conditioning (Podell et al., 2023)
    private Value sizesAndText(Scope scope) {
        config.only("addition_embed_type", "text_time");
        Value ids = inputs.of("time_ids");
        int width = config.integer("addition_time_embed_dim");
        Value sizes = positional(width).apply(ids.reshape(-1)).reshape(ids.size(0), -1);
        Value both = Value.concat(-1, inputs.of("text_embeds"), sizes);
        int in = config.integer("projection_class_embeddings_input_dim");
        return TimestepEmbedding.of(scope, in, resnet.timeChannels()).apply(Compute.of(both), null);
    }

    private Timesteps positional(int channels) {
        return new Timesteps(channels, config.flag("flip_sin_to_cos", true), config.decimal("freq_shift", 0));
    }
}
