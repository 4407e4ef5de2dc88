package dev.demist.server.run;

import dev.demist.ModelInfo;
import dev.demist.Pipeline;
import dev.demist.scheduler.SchedulerRegistry;
import java.util.List;

/** What the server needs of the engine. Thread-safe; {@link #info} and {@link #open} may block. */
public interface Models extends AutoCloseable {

    /** The models that can be asked for; the first one is the default. */
    List<String> names();

    /**
     * What a model is and prefers.
     *
     * @throws dev.demist.DemistException UNKNOWN_MODEL or what opening it may throw
     */
    ModelInfo info(String name);

    /**
     * The opened model; it stays open until this is closed, so callers do not close it.
     *
     * @throws dev.demist.DemistException UNKNOWN_MODEL, UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or
     *     PARTS_DO_NOT_FIT
     */
    Pipeline open(String name);

    /** The LoRAs that can be asked for. */
    List<String> loras();

    /** The schedulers that can be asked for. */
    SchedulerRegistry schedulers();

    /** Frees the models. */
    @Override
    void close();
}
