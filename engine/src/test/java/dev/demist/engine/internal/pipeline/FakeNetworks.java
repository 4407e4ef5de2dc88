package dev.demist.engine.internal.pipeline;

import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import reactor.core.publisher.Mono;

/**
 * One denoiser that is always open, and nothing else.
 *
 * @param only the denoiser
 */
record FakeNetworks(Denoiser only) implements Networks {

    @Override
    public Mono<Lease<Denoiser>> denoiser(Model model) {
        return Mono.fromSupplier(() -> new Lease<>(only, () -> {}));
    }

    @Override
    public Mono<Lease<LatentCodec>> codec(Model model) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<Lease<LatentCodec>> previewCodec(Model model) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public Mono<Lease<TextEncoder>> textEncoder(Model model, String part) {
        return Mono.error(new UnsupportedOperationException());
    }

    @Override
    public boolean areOpen(Model model) {
        return false;
    }

    @Override
    public Mono<Lease<Long>> room(long bytes) {
        return Mono.fromSupplier(() -> new Lease<>(bytes, () -> {}));
    }

    @Override
    public Mono<Lease<ControlNet>> controlNet(Model model) {
        return Mono.error(new UnsupportedOperationException());
    }
}
