package dev.demist.engine.internal.runtime;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The networks whose weights are on a device, within its budget. Calls are made one after the other, so only the
 * network of the next call has to be there: those that were not used for longest let go of the device, and take their
 * weights from the mapped file when they are called again. So a text encoder, a transformer and an autoencoder that do
 * not fit beside each other are there one by one, in use or not. For the engine thread only.
 */
final class Residency {

    /** A network that can let go of the device and come back. */
    interface Resident {

        /** About how many bytes its weights take there. */
        long bytes();

        /** Frees what it has on the device. */
        void letGo();
    }

    private final long budget;
    /** The least recently used first. */
    private final Set<Resident> residents = new LinkedHashSet<>();

    /** @param budget bytes; 0 for no bound */
    Residency(long budget) {
        this.budget = budget;
    }

    /** Makes room for a network that is about to be used, which may be there already. */
    void enter(Resident wanted) {
        residents.remove(wanted);
        Iterator<Resident> others = residents.iterator();
        while (budget > 0 && taken() + wanted.bytes() > budget && others.hasNext()) {
            Resident other = others.next();
            others.remove();
            other.letGo();
        }
        residents.add(wanted);
    }

    /** All others let go, for memory was short; returns whether there were any. */
    boolean leaveOnly(Resident wanted) {
        boolean others = residents.stream().anyMatch(other -> other != wanted);
        residents.stream().filter(other -> other != wanted).forEach(Resident::letGo);
        residents.removeIf(other -> other != wanted);
        return others;
    }

    /** The network has been freed. */
    void forget(Resident gone) {
        residents.remove(gone);
    }

    private long taken() {
        return residents.stream().mapToLong(Resident::bytes).sum();
    }
}
