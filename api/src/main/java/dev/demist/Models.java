package dev.demist;

import dev.demist.scheduler.SchedulerProvider;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;

/**
 * Models by their names: those of an engine in this process, or of workers on other machines. Thread-safe; all but
 * {@link #schedulers}, {@link #openings}, {@link #weights}, {@link #room} and {@link #workers} may block.
 */
public interface Models extends AutoCloseable {

    /** The models that can be asked for; the first one is the default. */
    List<String> names();

    /**
     * The description and defaults of a model.
     *
     * @throws DemistException UNKNOWN_MODEL, NO_WORKER, or what opening it may throw
     */
    ModelInfo info(String name);

    /**
     * The model, which is opened when it is needed and may be closed between two uses; callers do not close it.
     *
     * @throws DemistException UNKNOWN_MODEL, or what its configurations are refused for; its uses fail as opening it
     *     does, with UNSUPPORTED_MODEL, CORRUPT_FILE, WEIGHTS_MISMATCH or PARTS_DO_NOT_FIT
     */
    Pipeline open(String name);

    /**
     * Opens a model, so that its first use need not wait.
     *
     * @throws DemistException as opening it does
     */
    void warmUp(String name);

    /** The progress of models that are being opened: the last, if there is any, and all that follows. */
    Flux<Opening> openings();

    /** The models that are open now, and about how many bytes their weights take. */
    Map<String, Long> opened();

    /** The devices of this process with the models that are open there; empty if they are all elsewhere. */
    default List<DeviceUse> devices() {
        return List.of();
    }

    /** About how many bytes the weights of open models take on each device of this process. Does not block. */
    default Map<ComputeDevice, Long> weights() {
        return Map.of();
    }

    /** The LoRAs, textual inversions and ControlNets that requests can add to a model. */
    Additions additions();

    /** The schedulers that can be asked for. */
    List<SchedulerProvider> schedulers();

    /**
     * How many streams of states can take steps at a time, now and after every change; those beyond it wait. Without a
     * bound by default.
     */
    default Flux<Integer> room() {
        return Flux.just(Integer.MAX_VALUE);
    }

    /** The processes whose models they are; empty if they are those of this one. */
    default List<WorkerInfo> workers() {
        return List.of();
    }

    /**
     * What two machines find out by that their files of a model are the same; empty if all are as good as each other.
     *
     * @throws DemistException UNKNOWN_MODEL, or STORAGE_FAILED if they cannot be read
     */
    default String fingerprint(String name) {
        return "";
    }

    /** Frees the models. */
    @Override
    void close();
}
