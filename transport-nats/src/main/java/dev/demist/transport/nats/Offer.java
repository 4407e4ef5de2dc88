package dev.demist.transport.nats;

import dev.demist.Additions;
import dev.demist.ModelInfo;
import dev.demist.Models;
import dev.demist.scheduler.SchedulerOption;
import dev.demist.scheduler.SchedulerProvider;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a worker can draw with. */
record Offer(List<Model> models, List<Scheduler> schedulers, Additions additions) {

    private static final Logger LOG = LoggerFactory.getLogger(Offer.class);

    /**
     * A model.
     *
     * @param fingerprint the same on all machines that have the same files
     */
    record Model(ModelInfo info, String fingerprint) {}

    /** A scheduler, as {@link SchedulerProvider} describes it. */
    record Scheduler(
            String name,
            String label,
            List<String> diffusersNames,
            String description,
            List<SchedulerOption> options) {}

    /** What {@code models} offer; blocks. A model that cannot be read is left out, and the log says why. */
    static Offer of(Models models) {
        List<Model> readable = new ArrayList<>();
        for (String name : models.names()) {
            try {
                readable.add(new Model(models.info(name), models.fingerprint(name)));
            } catch (RuntimeException e) {
                LOG.warn("model {} is not offered: {}", name, e.getMessage());
            }
        }
        return new Offer(
                readable, models.schedulers().stream().map(Offer::described).toList(), models.additions());
    }

    private static Scheduler described(SchedulerProvider provider) {
        return new Scheduler(
                provider.name(),
                provider.label(),
                provider.diffusersNames().stream().sorted().toList(),
                provider.description(),
                provider.options());
    }
}
