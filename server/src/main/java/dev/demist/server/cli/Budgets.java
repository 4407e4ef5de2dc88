package dev.demist.server.cli;

import dev.demist.DeviceUse;
import dev.demist.internal.ByteSize;
import java.util.List;
import java.util.stream.Collectors;

/** Devices with their budgets, as people read them. */
final class Budgets {

    private Budgets() {}

    /** {@code cuda:0 18.0 GiB, cpu 11.8 GiB}; a device without a bound has its name alone. */
    static String text(List<DeviceUse> devices) {
        return devices.stream().map(Budgets::text).collect(Collectors.joining(", "));
    }

    private static String text(DeviceUse use) {
        return use.device() + (use.budget() == 0 ? "" : " " + ByteSize.text(use.budget()));
    }
}
