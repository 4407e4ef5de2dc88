package dev.demist.transport.nats;

import dev.demist.DeviceUse;
import java.util.List;
import java.util.Map;

/**
 * How a worker is, said several times a second of change and at least once in {@link Timing#hello}.
 *
 * @param worker its id, new with every start
 * @param name what people call it
 * @param room how many runs it takes at a time
 * @param runs the tasks of runs that it has
 * @param calls the questions that it is about to answer
 * @param open the models whose weights are open, with their bytes
 * @param devices its devices with their budgets, and what is open there
 * @param offer the version of what it offers
 * @param leaving whether it takes no more runs
 * @param states how many states it has sent since its start
 * @param previews how many previews and pictures it has made since its start
 */
record Hello(
        String worker,
        String name,
        int room,
        List<String> runs,
        List<String> calls,
        Map<String, Long> open,
        List<DeviceUse> devices,
        int offer,
        boolean leaving,
        long states,
        long previews) {

    boolean has(String task) {
        return runs.contains(task) || calls.contains(task);
    }
}
