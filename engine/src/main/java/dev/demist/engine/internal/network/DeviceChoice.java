package dev.demist.engine.internal.network;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Where a network is opened or used, of several devices. */
public enum DeviceChoice {
    /** Where it is open, for it is used briefly; else where it costs others least, and where there are fewest users. */
    SETTLED,
    /**
     * Where there are fewest users, opened once more if nothing is closed for it: denoisers, so that runs of one model
     * spread over the devices.
     */
    SPREAD;

    /** The index of the best device; of equal ones the first. Empty if the network fits none of them. */
    public OptionalInt best(List<Standing> devices) {
        Comparator<Integer> order = Comparator.comparing(index -> devices.get(index), order());
        return IntStream.range(0, devices.size())
                .filter(index -> devices.get(index).fits())
                .boxed()
                .min(order)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private Comparator<Standing> order() {
        return Comparator.comparing(Standing::isLast)
                .thenComparing(this::cost)
                .thenComparing(Standing::users)
                .thenComparing(device -> !device.isOpen());
    }

    private int cost(Standing device) {
        if (device.isOpen() || this == SPREAD && device.isSpare()) {
            return 0;
        } else if (device.isSpare()) {
            return 1;
        }
        return device.hasRoom() ? 2 : 3;
    }
}
