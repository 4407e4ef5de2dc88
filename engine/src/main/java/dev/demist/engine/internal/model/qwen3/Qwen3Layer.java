package dev.demist.engine.internal.model.qwen3;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.SwiGlu;
import org.jspecify.annotations.Nullable;

/** One layer: attention and a gated linear unit, each with a norm before and a residual around. */
record Qwen3Layer(RmsNorm inputNorm, Qwen3Attention attention, RmsNorm postAttentionNorm, SwiGlu mlp) {

    static Qwen3Layer of(Scope scope, Qwen3Settings settings) {
        int width = settings.width();
        Scope mlp = scope.child("mlp");
        return new Qwen3Layer(
                RmsNorm.of(scope.child("input_layernorm"), width, settings.eps()),
                Qwen3Attention.of(scope.child("self_attn"), settings),
                RmsNorm.of(scope.child("post_attention_layernorm"), width, settings.eps()),
                new SwiGlu(
                        Linear.of(mlp.child("gate_proj"), width, settings.inner(), false),
                        Linear.of(mlp.child("up_proj"), width, settings.inner(), false),
                        Linear.of(mlp.child("down_proj"), settings.inner(), width, false),
                        settings.activation()));
    }

    /** {@code [B, T, C]} to the same shape; {@code mask} as {@link Qwen3Attention#apply} takes it. */
    Value apply(Value x, Rotation rotation, @Nullable Value mask) {
        Value attended = attention.apply(inputNorm.apply(x), rotation, mask).plusSame(x);
        return mlp.apply(postAttentionNorm.apply(attended)).plusSame(attended);
    }
}
