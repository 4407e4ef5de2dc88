package dev.demist;

import java.util.List;
import java.util.Map;

/**
 * A process that takes the steps of runs for others, as those see it.
 *
 * @param name what people call it
 * @param room how many runs it takes at a time; 0 while it leaves
 * @param running how many it has, of all gateways
 * @param models the models that it has
 * @param differing those of them whose files are others than those of the worker that came first: it gets no runs of
 *     these
 * @param open the models that are open, and about how many bytes they take
 * @param devices where its networks compute, with their budgets and the models that are open there
 * @param states how many states it has sent since its start
 * @param previews how many previews and pictures it has made since its start
 */
public record WorkerInfo(
        String name,
        int room,
        int running,
        List<String> models,
        List<String> differing,
        Map<String, Long> open,
        List<DeviceUse> devices,
        long states,
        long previews) {

    /** Copies the collections. */
    public WorkerInfo {
        models = List.copyOf(models);
        differing = List.copyOf(differing);
        open = Map.copyOf(open);
        devices = List.copyOf(devices);
    }
}
