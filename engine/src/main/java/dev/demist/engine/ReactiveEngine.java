package dev.demist.engine;

import dev.demist.Checkpoint;
import dev.demist.CheckpointInfo;
import dev.demist.ModelInfo;
import dev.demist.NetworkPlacement;
import dev.demist.Pipeline;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The methods of an {@link Engine} that block, for callers that must not: each works on a thread of
 * {@link Schedulers#boundedElastic()} when it is subscribed to, once for each subscription, and fails with what the
 * method of its name throws. Thread-safe.
 *
 * <p>A pipeline that is opened when its subscriber has already cancelled is closed again.
 */
public final class ReactiveEngine {

    private final Engine engine;

    ReactiveEngine(Engine engine) {
        this.engine = engine;
    }

    /** See {@link Engine#models()}. */
    public Mono<List<String>> models() {
        return blocking(engine::models);
    }

    /** See {@link Engine#open(String)}. */
    public Mono<Pipeline> open(String model) {
        return opening(() -> engine.open(model));
    }

    /** See {@link Engine#open(Checkpoint)}. */
    public Mono<Pipeline> open(Checkpoint checkpoint) {
        return opening(() -> engine.open(checkpoint));
    }

    /** See {@link Engine#open(String, Checkpoint)}. */
    public Mono<Pipeline> open(String name, Checkpoint checkpoint) {
        return opening(() -> engine.open(name, checkpoint));
    }

    /** See {@link Engine#onDemand(String, Checkpoint)}. */
    public Mono<Pipeline> onDemand(String name, Checkpoint checkpoint) {
        return opening(() -> engine.onDemand(name, checkpoint));
    }

    /** See {@link Engine#find(String)}. */
    public Mono<Checkpoint> find(String name) {
        return blocking(() -> engine.find(name));
    }

    /** See {@link Engine#info(String)}. */
    public Mono<ModelInfo> info(String model) {
        return blocking(() -> engine.info(model));
    }

    /** See {@link Engine#info(String, Checkpoint)}. */
    public Mono<ModelInfo> info(String name, Checkpoint checkpoint) {
        return blocking(() -> engine.info(name, checkpoint));
    }

    /** See {@link Engine#inspect(Checkpoint)}. */
    public Mono<CheckpointInfo> inspect(Checkpoint checkpoint) {
        return blocking(() -> engine.inspect(checkpoint));
    }

    /** See {@link Engine#placement(Checkpoint)}. */
    public Mono<List<NetworkPlacement>> placement(Checkpoint checkpoint) {
        return blocking(() -> engine.placement(checkpoint));
    }

    /** See {@link Engine#parts(Checkpoint)}. */
    public Mono<CheckpointParts> parts(Checkpoint checkpoint) {
        return kept(() -> engine.parts(checkpoint), CheckpointParts.class, CheckpointParts::close);
    }

    /** See {@link Engine#openModels()}. */
    public Mono<Map<String, Long>> openModels() {
        return blocking(engine::openModels);
    }

    /** See {@link Engine#close()}; complete when everything is freed. */
    public Mono<Void> close() {
        return Mono.fromRunnable(engine::close)
                .subscribeOn(Schedulers.boundedElastic())
                .then();
    }

    private static Mono<Pipeline> opening(Supplier<Pipeline> work) {
        return kept(work, Pipeline.class, Pipeline::close);
    }

    /** An engine that is started; closed again if nobody waits for it any more. */
    static Mono<Engine> starting(EngineBuilder settings) {
        return kept(settings::start, Engine.class, Engine::close);
    }

    private static <T> Mono<T> blocking(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(Schedulers.boundedElastic());
    }

    // Not fromCallable, whose value would be lost if it came after the cancellation.
    static <T> Mono<T> kept(Supplier<T> work, Class<T> type, Consumer<T> free) {
        return Mono.<T>create(subscriber -> subscriber.success(work.get()))
                .subscribeOn(Schedulers.boundedElastic())
                .doOnDiscard(type, free);
    }
}
