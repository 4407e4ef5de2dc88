package dev.demist.engine.internal.text;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Encoded prompts within a number of bytes; beyond it, those that were asked for rarely and long ago are dropped. A
 * prompt that several runs ask for at the same time is encoded once; a failure reaches all of them and is not kept.
 * Weights of words are not part of it: they are applied to the encoder's outputs. Thread-safe.
 */
public final class PromptCache {

    private final AsyncCache<Key, Outcome> encoded;

    /** An empty cache of at most {@code bytes}; 0 keeps nothing. */
    public PromptCache(long bytes) {
        encoded = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher((Key key, Outcome outcome) -> bytes(key, outcome.outputs))
                .executor(Runnable::run)
                .buildAsync();
    }

    private static int bytes(Key key, Map<String, Tensor> outputs) {
        long tokens = (long) key.tokens.rows() * key.tokens.length();
        long values = outputs.values().stream().mapToLong(Tensor::size).sum();
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Float.BYTES * (tokens + values)));
    }

    /**
     * The outputs of a text encoder for these tokens: those that are known, or else what {@code encode} gives.
     * Cancelling it stops the wait, not an encoding that has begun: its result is kept.
     *
     * @param encoder stands for the encoder's weights: equal for two encoders only if they compute the same. It is kept
     *     in memory, so it should not be the network itself
     * @param encode encodes the prompt; called at most once for each subscription
     */
    public Mono<Map<String, Tensor>> get(
            Object encoder, TokenBatch tokens, Set<String> outputs, Supplier<Mono<Map<String, Tensor>>> encode) {
        Key key = new Key(encoder, tokens, Set.copyOf(outputs));
        return Mono.deferContextual(context -> Mono.fromFuture(future(key, encode, context), true))
                .flatMap(Outcome::result);
    }

    private CompletableFuture<Outcome> future(
            Key key, Supplier<Mono<Map<String, Tensor>>> encode, ContextView context) {
        CompletableFuture<Outcome> own = new CompletableFuture<>();
        CompletableFuture<Outcome> known = encoded.asMap().putIfAbsent(key, own);
        if (known != null) {
            return known;
        }
        Mono.defer(encode)
                .single()
                .contextWrite(context)
                .subscribe(outputs -> own.complete(new Outcome(Map.copyOf(outputs), null)), error -> {
                    encoded.asMap().remove(key, own);
                    own.complete(new Outcome(Map.of(), error));
                });
        return own;
    }

    /** The number of prompts that are kept. */
    long size() {
        encoded.synchronous().cleanUp();
        return encoded.synchronous().estimatedSize();
    }

    // A failure is a value, too: Caffeine would log an error that reaches those who wait anyway.
    private record Outcome(
            Map<String, Tensor> outputs, @Nullable Throwable failure) {
        Mono<Map<String, Tensor>> result() {
            return failure == null ? Mono.just(outputs) : Mono.error(failure);
        }
    }

    private record Key(Object encoder, TokenBatch tokens, Set<String> outputs) {}
}
