package dev.demist.engine.internal.pipeline;

import dev.demist.NetworkPlacement;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.network.DeviceChoice;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the networks of a model go when nothing else is open: its runs take their leases as they do to draw, as many
 * runs as there are devices, and nothing is opened for them. For one thread.
 */
final class Placements {

    private static final AutoCloseable NOTHING = () -> {};

    private final Model model;
    private final Places places;
    private final List<NetworkPlacement> found = new ArrayList<>();

    private Placements(Model model, Places places) {
        this.model = model;
        this.places = places;
    }

    /**
     * The placements, in the order in which a run needs the networks.
     *
     * @throws dev.demist.DemistException OUT_OF_MEMORY for a network that is larger than every budget
     */
    static List<NetworkPlacement> of(Model model, Places places) {
        Placements placements = new Placements(model, places.empty());
        placements.draw();
        return List.copyOf(placements.found);
    }

    private void draw() {
        Roles roles = model.roles();
        roles.texts(model.source()).forEach(text -> briefly(text.encoder()));
        List<Lease<?>> runs = new ArrayList<>();
        places.all()
                .forEach(each -> present(roles.denoiser(), roles.controlNet()).forEach(part -> runs.add(lease(part))));
        present(roles.codec(), roles.previewCodec()).forEach(this::briefly);
        runs.forEach(Lease::close);
    }

    private Stream<String> present(String... parts) {
        return Stream.of(parts).filter(model.source()::has);
    }

    private void briefly(String part) {
        lease(part).close();
    }

    private Lease<AutoCloseable> lease(String part) {
        return places.lease(Places.Wanted.of(model, part, place -> opened(part, place)));
    }

    private AutoCloseable opened(String part, Place place) {
        Weights weights = model.source().weights(part);
        DeviceChoice choice = Places.Wanted.choice(model, part);
        found.add(new NetworkPlacement(
                part, place.device().place(), place.precision(weights, choice), place.bytes(weights, choice)));
        return NOTHING;
    }
}
