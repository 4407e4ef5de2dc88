package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.NetworkPlacement;
import dev.demist.Opening;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.batch.ControlBatcher;
import dev.demist.engine.internal.batch.StepBatcher;
import dev.demist.engine.internal.checkpoint.PartSource;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.Models;
import dev.demist.engine.internal.network.Lease;
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
 * Networks on the devices of an engine, opened when they are needed and shared by everything that uses them.
 * Thread-safe.
 *
 * @param places the devices
 * @param batch how many rows the steps of several runs may join to, on each device
 * @param listener is informed before a network is opened and after it is
 * @param observations observes the opening of networks, and the waits for denoisers and their calls
 */
public record DeviceNetworks(
        Places places, BatchLimit batch, Consumer<Opening> listener, ObservationRegistry observations)
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
                ObservedDenoiser.of(Models.denoiser(config, weights, place), place.place(), observations),
                batch,
                observations);
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

    @Override
    public boolean areOpen(Model model) {
        return open().containsAll(keys(model)) && places.all().stream().allMatch(Place::isWithinBudget);
    }

    private static List<?> keys(Model model) {
        PartSource source = model.source();
        return model.roles().networks(source).stream().map(source::key).toList();
    }

    @Override
    public Mono<Lease<Long>> room(long bytes) {
        return Lease.of(() -> places.room(bytes));
    }

    private <T extends AutoCloseable> Mono<Lease<T>> lease(Model model, String part, Loader<T> loader) {
        return Lease.of(() -> places.lease(Places.Wanted.of(model, part, place -> {
            T opened = load(model, part, loader, place.device());
            allOpen(model);
            return opened;
        })));
    }

    private <T> T load(Model model, String part, Loader<T> loader, Device device) {
        PartSource source = model.source();
        List<String> parts = model.roles().networks(source);
        listener.accept(new Opening(model.name(), part, parts.indexOf(part), parts.size()));
        return opening(model, part).observe(() -> loader.load(source.config(part), source.weights(part), device));
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

    /**
     * Opens every network of a model and keeps them until the result is run; see {@link Places#keep}. Blocks; a failure
     * leaves nothing open.
     */
    public Runnable keepAll(Model model) {
        List<String> parts = model.roles().networks(model.source());
        boolean wereOpen = open().containsAll(keys(model));
        List<Lease<?>> kept = new ArrayList<>();
        try {
            parts.forEach(part -> kept.addAll(places.keep(any(model, part))));
        } catch (RuntimeException | Error e) {
            kept.forEach(Lease::close);
            throw e;
        }
        if (!wereOpen) {
            allOpen(model);
        }
        return () -> kept.forEach(Lease::close);
    }

    /**
     * Where the networks of a model go when nothing else is open, in the order in which a run needs them. Blocks.
     *
     * @throws DemistException OUT_OF_MEMORY for a network that is larger than every budget
     */
    public List<NetworkPlacement> placement(Model model) {
        return Placements.of(model, places);
    }

    /** The keys of the networks that are open, those of each device after each other. */
    public List<Object> open() {
        return places.all().stream()
                .flatMap(place -> place.cache().open().stream())
                .toList();
    }

    private Places.Wanted<?> any(Model model, String part) {
        Roles roles = model.roles();
        if (part.equals(roles.denoiser())) {
            return kept(model, part, this::batched);
        }
        if (part.equals(roles.controlNet())) {
            return kept(model, part, this::joined);
        }
        boolean codec = part.equals(roles.codec()) || part.equals(roles.previewCodec());
        return codec ? kept(model, part, Models::latentCodec) : kept(model, part, Models::textEncoder);
    }

    private <T extends AutoCloseable> Places.Wanted<T> kept(Model model, String part, Loader<T> loader) {
        return Places.Wanted.of(model, part, place -> load(model, part, loader, place.device()));
    }
}
