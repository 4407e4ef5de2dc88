package dev.demist.server.run.preview;

import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Pictures of states, made when somebody asks for one, at most once while it is remembered, and away from the threads
 * that sample. Thread-safe.
 */
public final class Previews {

    private static final float QUALITY = 0.8f;
    private static final float LAST_QUALITY = 0.92f;

    private record Key(String run, int step, int size, PreviewQuality quality) {}

    private final Scheduler threads;
    private final Counter decoded;
    private final RecentlyUsed<Key, Mono<Picture>> pictures = new RecentlyUsed<>(16);
    private final RecentlyUsed<Key, Mono<Jpeg>> jpegs = new RecentlyUsed<>(256);

    public Previews(Scheduler threads, MeterRegistry registry) {
        this.threads = threads;
        this.decoded = registry.counter("demist.previews.decoded");
    }

    /** What the state is going to be; in the last state, what it is. */
    public Mono<Picture> picture(String run, LatentState state, Pipeline pipeline, PreviewQuality quality) {
        PreviewQuality made = state.isLast() ? PreviewQuality.FULL : quality;
        Key key = new Key(run, state.call(), 0, made);
        return pictures.get(key, () -> remember(pictures, key, () -> decode(state, pipeline, made)));
    }

    private Mono<Picture> decode(LatentState state, Pipeline pipeline, PreviewQuality quality) {
        decoded.increment();
        return state.isLast() ? pipeline.decode(state) : pipeline.preview(state, quality);
    }

    /** The same as JPEG; {@code size} is the longest side in pixels, 0 for the size it has. */
    public Mono<Jpeg> jpeg(String run, LatentState state, Pipeline pipeline, int size, PreviewQuality quality) {
        Key key = new Key(run, state.call(), size, quality);
        float compression = state.isLast() ? LAST_QUALITY : QUALITY;
        return jpegs.get(
                key,
                () -> remember(jpegs, key, () -> picture(run, state, pipeline, quality)
                        .publishOn(threads)
                        .map(picture -> Jpeg.of(fit(picture, size), compression))));
    }

    private <T> Mono<T> remember(RecentlyUsed<Key, Mono<T>> cache, Key key, Supplier<Mono<T>> work) {
        return Mono.defer(work)
                .subscribeOn(threads)
                .doOnError(e -> cache.forget(key))
                .cache();
    }

    private static Picture fit(Picture picture, int size) {
        int longest = Math.max(picture.width(), picture.height());
        return size == 0
                ? picture
                : picture.resize(
                        Math.max(1, picture.width() * size / longest), Math.max(1, picture.height() * size / longest));
    }
}
