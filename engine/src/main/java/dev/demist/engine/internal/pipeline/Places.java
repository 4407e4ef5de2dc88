package dev.demist.engine.internal.pipeline;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.family.Roles;
import dev.demist.engine.internal.network.DeviceChoice;
import dev.demist.engine.internal.network.Lease;
import dev.demist.engine.internal.network.Openable;
import dev.demist.engine.internal.network.Standing;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.internal.ByteSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The devices of an engine. A network is opened on the one that {@link DeviceChoice} says, and on further ones if
 * several runs use it. Thread-safe.
 */
public final class Places implements AutoCloseable {

    private final List<Place> places;

    /** @param places at least one, the preferred first */
    public Places(List<Place> places) {
        this.places = List.copyOf(places);
    }

    /**
     * A network that is wanted.
     *
     * @param name what people call it
     * @param key equal keys are the same network
     * @param weights what it holds; asked for if it is not open
     * @param choice where it is opened
     * @param opener opens it on a device
     */
    record Wanted<T extends AutoCloseable>(
            String name, Object key, Supplier<Weights> weights, DeviceChoice choice, Function<Place, T> opener) {

        /** A part of a model; the networks of the steps are those that spread. */
        static <T extends AutoCloseable> Wanted<T> of(Model model, String part, Function<Place, T> opener) {
            return new Wanted<>(
                    part + " of " + model.name(),
                    model.source().key(part),
                    () -> model.source().weights(part),
                    choice(model, part),
                    opener);
        }

        static DeviceChoice choice(Model model, String part) {
            Roles roles = model.roles();
            boolean steps = part.equals(roles.denoiser()) || part.equals(roles.controlNet());
            return steps ? DeviceChoice.SPREAD : DeviceChoice.SETTLED;
        }

        /** The network on a device. */
        Openable<T> on(Place place) {
            return new Openable<>(key, () -> place.bytes(weights.get(), choice), () -> opener.apply(place));
        }

        /** About how many bytes it takes on a device. */
        long bytes(Place place) {
            return place.cache().bytes(key).orElseGet(() -> place.bytes(weights.get(), choice));
        }
    }

    /** The same devices as if nothing were open; not to be closed. */
    Places empty() {
        return new Places(places.stream().map(place -> Place.of(place.device())).toList());
    }

    /** All devices, in the order in which they were asked for. */
    public List<Place> all() {
        return places;
    }

    /**
     * A network for one more user, opened if it is not open. Blocks.
     *
     * @throws DemistException OUT_OF_MEMORY if it is larger than every budget, or what opening it throws
     */
    <T extends AutoCloseable> Lease<T> lease(Wanted<T> wanted) {
        return with(wanted, place -> counted(wanted, place, place.cache().lease(wanted.on(place))));
    }

    /** Room in the computer's memory, which counts where there is a device without memory of its own. */
    Lease<Long> room(long bytes) {
        return places.stream()
                .filter(place -> !place.device().hasOwnMemory())
                .findFirst()
                .map(place -> place.cache().room(bytes))
                .orElseGet(() -> new Lease<>(bytes, () -> {}));
    }

    /** The runs on a device are counted by their denoisers; other networks are leased briefly. */
    private static <T> Lease<T> counted(Wanted<?> wanted, Place place, Lease<T> lease) {
        if (wanted.choice() != DeviceChoice.SPREAD) {
            return lease;
        }
        place.users().incrementAndGet();
        return new Lease<>(lease.network(), () -> {
            lease.close();
            place.users().decrementAndGet();
        });
    }

    /**
     * Opens a network and keeps it open, on one device. Where nothing is opened but what is kept, and runs of one model
     * shall spread, on all that are as good. Blocks; fails as {@link #lease} does.
     */
    <T extends AutoCloseable> List<Lease<T>> keep(Wanted<T> wanted) {
        Place best = with(wanted, place -> place);
        List<Lease<T>> kept = new ArrayList<>();
        try {
            for (Place place : places) {
                if (place == best || wanted.choice() == DeviceChoice.SPREAD && isAsGood(place, best)) {
                    kept.add(place.cache().keep(wanted.on(place)));
                }
            }
            return kept;
        } catch (RuntimeException | Error e) {
            kept.forEach(Lease::close);
            throw e;
        }
    }

    private static boolean isAsGood(Place place, Place best) {
        return place.cache().budget() == 0
                && place.device().hasOwnMemory() == best.device().hasOwnMemory();
    }

    /** What {@code work} makes of the chosen device, on which the network has a claim meanwhile. */
    private <T extends AutoCloseable, R> R with(Wanted<T> wanted, Function<Place, R> work) {
        long[] bytes = places.stream().mapToLong(wanted::bytes).toArray();
        Place place;
        Lease<Object> claim;
        synchronized (this) {
            int chosen = choose(wanted, bytes);
            place = places.get(chosen);
            claim = counted(wanted, place, place.cache().claim(wanted.key(), bytes[chosen]));
        }
        try {
            return work.apply(place);
        } finally {
            claim.close();
        }
    }

    private int choose(Wanted<?> wanted, long[] bytes) {
        List<Standing> standings = IntStream.range(0, bytes.length)
                .mapToObj(i -> places.get(i).standing(wanted.key(), bytes[i]))
                .toList();
        return wanted.choice().best(standings).orElseThrow(() -> tooLarge(wanted, bytes));
    }

    private DemistException tooLarge(Wanted<?> wanted, long[] bytes) {
        String budgets = places.stream().map(Place::toString).collect(Collectors.joining(", "));
        return new DemistException(
                ErrorCode.OUT_OF_MEMORY,
                wanted.name() + " takes "
                        + ByteSize.text(Arrays.stream(bytes).min().orElse(0))
                        + ", more than weights may take on any device: " + budgets
                        + "; raise --memory, add cpu to --device, or choose bfloat16 or a smaller model");
    }

    /** Closes all networks; their calls fail from now on. */
    public void closeNetworks() {
        places.forEach(place -> place.cache().close());
    }

    /** Closes the devices, once the calls in flight are done. Blocks. */
    @Override
    public void close() {
        places.forEach(place -> place.device().close());
    }
}
