package dev.demist.engine.internal.pipeline;

import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The networks of models. Each is leased for as long as it is used; leasing opens it if it is not open, and fails as
 * opening does. Thread-safe.
 */
public interface Networks {

    /** The network that is called at every step. */
    Mono<Lease<Denoiser>> denoiser(Model model);

    /** The autoencoder between pictures and latents. */
    Mono<Lease<LatentCodec>> codec(Model model);

    /** The quick autoencoder for previews. */
    Mono<Lease<LatentCodec>> previewCodec(Model model);

    /**
     * A text encoder.
     *
     * @param part its name
     */
    Mono<Lease<TextEncoder>> textEncoder(Model model, String part);

    /** The network that lets a picture steer. */
    Mono<Lease<ControlNet>> controlNet(Model model);

    /** Whether all networks of a model are open and within the budgets, so that calls of them close no others. */
    boolean areOpen(Model model);

    /** As many bytes of the memory budget, which then has fewer for networks that are not in use. */
    Mono<Lease<Long>> room(long bytes);

    /** The result of {@code work} with a network, which is leased until the result is there. */
    static <N, T> Mono<T> with(Mono<Lease<N>> lease, Function<N, Mono<T>> work) {
        return Mono.usingWhen(lease, it -> work.apply(it.network()), Networks::release);
    }

    /** The stream that {@code work} makes with a network, which is leased until the stream ends. */
    static <N, T> Flux<T> during(Mono<Lease<N>> lease, Function<N, Publisher<T>> work) {
        return Flux.usingWhen(lease, it -> work.apply(it.network()), Networks::release);
    }

    private static Mono<Void> release(Lease<?> lease) {
        return Mono.fromRunnable(lease::close);
    }
}
