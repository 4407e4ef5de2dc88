package dev.demist.server.run.preview;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Weigher;
import dev.demist.LatentState;
import dev.demist.Picture;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.server.run.Run;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Pictures of states, made on request, once for all requests while they are in the cache, and away from the threads
 * that sample. The caches are bounded in bytes. Thread-safe.
 */
public final class Previews {

    // For pictures, and as much again for JPEGs.
    private static final long CACHED_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 16);
    private static final float QUALITY = 0.8f;
    private static final float LAST_QUALITY = 0.92f;

    private record Key(String run, int step, int size, PreviewQuality quality) {}

    private final Scheduler threads;
    private final Counter decoded;
    private final DecodeTimes times = new DecodeTimes();
    private final AsyncCache<Key, Picture> pictures;
    private final AsyncCache<Key, Jpeg> jpegs;

    public Previews(Scheduler threads, MeterRegistry registry) {
        this(threads, registry, CACHED_BYTES);
    }

    /** Previews whose pictures take at most {@code bytes}, and whose JPEGs as much again. */
    Previews(Scheduler threads, MeterRegistry registry, long bytes) {
        this.threads = threads;
        this.decoded = registry.counter("demist.previews.decoded");
        this.pictures = cache(bytes, (key, picture) -> 3 * picture.width() * picture.height());
        this.jpegs = cache(bytes, (key, jpeg) -> jpeg.bytes().length);
    }

    private static <V> AsyncCache<Key, V> cache(long bytes, Weigher<Key, V> weigher) {
        return Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumWeight(bytes)
                .weigher(weigher)
                .buildAsync();
    }

    /** The expected picture of a state; of the last state, the finished picture. */
    public Mono<Picture> picture(String run, LatentState state, Pipeline pipeline, PreviewQuality quality) {
        PreviewQuality made = made(state, quality);
        return cached(pictures, new Key(run, state.call(), 0, made), () -> decode(state, pipeline, made));
    }

    private static PreviewQuality made(LatentState state, PreviewQuality asked) {
        return state.isLast() ? PreviewQuality.FULL : asked;
    }

    private Mono<Picture> decode(LatentState state, Pipeline pipeline, PreviewQuality quality) {
        decoded.increment();
        if (quality == PreviewQuality.LINEAR) {
            return pipeline.preview(state, quality);
        }
        long begun = System.nanoTime();
        Mono<Picture> picture = state.isLast() ? pipeline.decode(state) : pipeline.preview(state, quality);
        return picture.doOnNext(
                it -> times.took(pipeline.info().name(), it.width() * it.height(), (System.nanoTime() - begun) / 1e9));
    }

    /** The preview of a run's newest state. */
    public Mono<Frame> frame(Run run, LatentState state, Pipeline pipeline, PreviewFormat format) {
        PreviewQuality quality = format.quality(run, times);
        boolean sharp = made(state, quality) != PreviewQuality.LINEAR;
        return jpeg(run.id(), state, pipeline, format.size(), quality)
                .map(image -> Frame.of(run, format.seq(run), state, sharp, image));
    }

    /** The same as JPEG; {@code size} is the longest side in pixels, 0 for the picture's own. */
    public Mono<Jpeg> jpeg(String run, LatentState state, Pipeline pipeline, int size, PreviewQuality quality) {
        float compression = state.isLast() ? LAST_QUALITY : QUALITY;
        return cached(jpegs, new Key(run, state.call(), size, made(state, quality)), () -> picture(
                        run, state, pipeline, quality)
                .publishOn(threads)
                .map(picture -> Jpeg.of(fit(picture, size), compression)));
    }

    // A failure is forgotten before anyone learns of it, and a request that is cancelled does not cancel the work for
    // the others.
    private <T> Mono<T> cached(AsyncCache<Key, T> cache, Key key, Supplier<Mono<T>> work) {
        return Mono.fromFuture(
                () -> cache.get(key, (it, executor) -> Mono.defer(work)
                        .subscribeOn(threads)
                        .doOnError(e -> cache.asMap().remove(key))
                        .toFuture()),
                true);
    }

    private static Picture fit(Picture picture, int size) {
        int longest = Math.max(picture.width(), picture.height());
        return size == 0
                ? picture
                : picture.resize(
                        Math.max(1, picture.width() * size / longest), Math.max(1, picture.height() * size / longest));
    }
}
