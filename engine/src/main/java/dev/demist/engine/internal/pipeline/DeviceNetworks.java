package dev.demist.engine.internal.pipeline;

import dev.demist.Opening;
import dev.demist.Precision;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.batch.ControlBatcher;
import dev.demist.engine.internal.batch.StepBatcher;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.network.NetworkCache;
import dev.demist.engine.internal.network.Openable;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Networks on a device, opened when they are needed and shared by everything that uses them. Thread-safe.
 *
 * @param device where they run
 * @param batch how many rows the steps of several runs may join to
 * @param cache the networks that are open
 * @param listener is informed before a network is opened and after it is
 * @param observations observes the opening of networks, and the waits for denoisers and their calls
 */
public record DeviceNetworks(
        Device device,
        BatchLimit batch,
        NetworkCache cache,
        Consumer<Opening> listener,
        ObservationRegistry observations)
        implements Networks {

    /** The class of a network. */
    private interface Loader<T> {
        T load(ModelConfig config, Weights weights, Device device);
    }

    @Override
    public Mono<Lease<Denoiser>> denoiser(Model model) {
        return lease(model, model.roles().denoiser(), this::batched);
    }

    /** The steps of all runs that use a denoiser may join. */
    private Denoiser batched(ModelConfig config, Weights weights, Device place) {
        return new StepBatcher(
                ObservedDenoiser.of(Models.denoiser(config, weights, place), observations), batch, observations);
    }

    /** The calls of all runs that use a ControlNet may join. */
    private ControlNet joined(ModelConfig config, Weights weights, Device place) {
        return new ControlBatcher(Models.controlNet(config, weights, place), batch);
    }

    @Override
    public Mono<Lease<LatentCodec>> codec(Model model) {
        return lease(model, model.roles().codec(), Models::latentCodec);
    }

    @Override
    public Mono<Lease<LatentCodec>> previewCodec(Model model) {
        return lease(model, model.roles().previewCodec(), Models::latentCodec);
    }

    @Override
    public Mono<Lease<TextEncoder>> textEncoder(Model model, String part) {
        return lease(model, part, Models::textEncoder);
    }

    @Override
    public Mono<Lease<ControlNet>> controlNet(Model model) {
        return lease(model, model.roles().controlNet(), this::joined);
    }

    private <T extends AutoCloseable> Mono<Lease<T>> lease(Model model, String part, Loader<T> loader) {
        return Mono.defer(() -> {
            Openable<T> network = network(model, part, loader);
            return cache.leased(new Openable<>(network.key(), network.bytes(), () -> {
                T opened = network.opener().get();
                allOpen(model);
                return opened;
            }));
        });
    }

    private <T extends AutoCloseable> Openable<T> network(Model model, String part, Loader<T> loader) {
        PartSource source = model.source();
        return new Openable<>(source.key(part), () -> bytes(source.weights(part)), () -> {
            List<String> parts = model.roles().networks(source);
            listener.accept(new Opening(model.name(), part, parts.indexOf(part), parts.size()));
            return opening(model, part).observe(() -> loader.load(source.config(part), source.weights(part), device));
        });
    }

    private Observation opening(Model model, String part) {
        return Observation.createNotStarted("demist.open", observations)
                .lowCardinalityKeyValue("model", model.name())
                .lowCardinalityKeyValue("part", part);
    }

    private void allOpen(Model model) {
        int parts = model.roles().networks(model.source()).size();
        listener.accept(new Opening(model.name(), null, parts, parts));
    }

    private long bytes(Weights weights) {
        long bytes = device.precisionFor(weights) == Precision.FLOAT32 ? Float.BYTES : 2;
        return bytes * weights.elements();
    }

    /**
     * Opens every network of a model and keeps them until the result is run; see {@link NetworkCache#keep}. Blocks; a
     * failure leaves nothing open.
     */
    public Runnable keepAll(Model model) {
        List<String> parts = model.roles().networks(model.source());
        boolean wereOpen =
                cache.open().containsAll(parts.stream().map(model.source()::key).toList());
        List<Lease<?>> kept = new ArrayList<>();
        try {
            parts.forEach(part -> kept.add(cache.keep(any(model, part))));
        } catch (RuntimeException | Error e) {
            kept.forEach(Lease::close);
            throw e;
        }
        if (!wereOpen) {
            allOpen(model);
        }
        return () -> kept.forEach(Lease::close);
    }

    private Openable<?> any(Model model, String part) {
        Roles roles = model.roles();
        if (part.equals(roles.denoiser())) {
            return network(model, part, this::batched);
        }
        if (part.equals(roles.controlNet())) {
            return network(model, part, this::joined);
        }
        boolean codec = part.equals(roles.codec()) || part.equals(roles.previewCodec());
        return codec ? network(model, part, Models::latentCodec) : network(model, part, Models::textEncoder);
    }
}
