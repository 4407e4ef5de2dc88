package dev.demist.engine.internal.model.qwen3;

import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Heads;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.RmsNorm;
import dev.demist.engine.internal.nn.Rotation;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Grouped-query attention (Ainslie et al., 2023) with norms of queries and keys. */
record Qwen3Attention(
        Linear query,
        Linear key,
        Linear value,
        Linear out,
        RmsNorm queryNorm,
        RmsNorm keyNorm,
        Heads heads,
        Heads sharedHeads) {

    static Qwen3Attention of(Scope scope, Qwen3Settings settings) {
        int width = settings.width();
        int all = settings.heads().count() * settings.heads().width();
        int shared = settings.sharedHeads().count() * settings.sharedHeads().width();
        return new Qwen3Attention(
                Linear.of(scope.child("q_proj"), width, all, settings.bias()),
                Linear.of(scope.child("k_proj"), width, shared, settings.bias()),
                Linear.of(scope.child("v_proj"), width, shared, settings.bias()),
                Linear.of(scope.child("o_proj"), all, width, settings.bias()),
                RmsNorm.of(scope.child("q_norm"), settings.heads().width(), settings.eps()),
                RmsNorm.of(scope.child("k_norm"), settings.heads().width(), settings.eps()),
                settings.heads(),
                settings.sharedHeads());
    }

    /**
     * States {@code [B, T, C]} to the same shape.
     *
     * @param mask which tokens a token sees, {@code [B, 1, T, T]}; null for all up to itself
     */
    Value apply(Value x, Rotation rotation, @Nullable Value mask) {
        Value queries = rotation.ofHalves(queryNorm.apply(heads.split(query.apply(x))), heads.width());
        Value keys = shared(rotation.ofHalves(keyNorm.apply(sharedHeads.split(key.apply(x))), heads.width()));
        Value values = shared(sharedHeads.split(value.apply(x)));
        Value attended = mask == null ? queries.attend(keys, values, true) : queries.attend(keys, values, mask);
        return out.apply(heads.join(attended));
    }

    /** One for each query: {@code [B, shared, T, width]} to {@code [B, heads, T, width]}. */
    private Value shared(Value x) {
        int times = heads.count() / sharedHeads.count();
        List<Object> copies = List.of(-1, -1, times, -1, -1);
        return x.unsqueeze(2).apply("torch.expand", copies).reshape(x.size(0), heads.count(), x.size(2), heads.width());
    }
}
