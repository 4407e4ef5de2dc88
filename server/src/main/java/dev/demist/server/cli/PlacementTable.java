package dev.demist.server.cli;

import dev.demist.DeviceUse;
import dev.demist.NetworkPlacement;
import dev.demist.internal.ByteSize;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Where the networks of a model go, as {@code demist inspect} shows it.
 *
 * @param networks the networks; there is at least one
 * @param devices the devices with their budgets
 */
record PlacementTable(List<NetworkPlacement> networks, List<DeviceUse> devices) {

    void print(PrintWriter out) {
        out.println("where its networks compute with these options:");
        for (NetworkPlacement network : networks) {
            String format = network.precision().name().toLowerCase(Locale.ROOT);
            out.println(String.format(
                    "  %-16s %-8s %-9s %s", network.part(), network.device(), format, ByteSize.text(network.bytes())));
        }
        devices.stream().filter(device -> taken(device) > 0).forEach(device -> out.println(sum(device)));
    }

    private String sum(DeviceUse device) {
        String taken = "  " + device.device() + ": " + ByteSize.text(taken(device));
        String budget = ByteSize.text(device.budget()) + " for weights";
        if (device.budget() == 0) {
            return taken;
        }
        return taken(device) <= device.budget()
                ? taken + " of the " + budget
                : taken + ", more than the " + budget
                        + ": they take turns, the one used longest ago makes room for the next";
    }

    private long taken(DeviceUse device) {
        return networks.stream()
                .filter(network -> network.device().equals(device.device()))
                .mapToLong(NetworkPlacement::bytes)
                .sum();
    }
}
