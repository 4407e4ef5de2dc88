package dev.demist.engine.internal.runtime;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import dev.demist.DemistException;
import java.util.Optional;

/**
 * Starts libtorch through DJL.
 *
 * <p>This has effects on the whole process, which last. The system properties {@code ai.djl.offline} and
 * {@code OPT_OUT_TRACKING} become {@code true}: DJL, wherever else the process uses it, neither downloads libraries or
 * models nor sends statistics. {@code ai.djl.pytorch.num_threads} becomes the number of threads. libtorch's profiling
 * executor is switched off. With {@code PYTORCH_LIBRARY_PATH} alone {@code PYTORCH_FLAVOR} becomes what goes with it.
 */
final class Libtorch {

    private Libtorch() {}

    /**
     * Loads the library, on the thread that will use it. The properties are set before any class of DJL is initialised,
     * because it reads them once.
     *
     * @param threads how many threads an operator may use; libtorch keeps this number for each calling thread
     * @return the owner of all native arrays of that thread, which DJL makes in the computer's memory; programs take
     *     them to other devices
     * @throws DemistException ENGINE_FAILED if {@code PYTORCH_LIBRARY_PATH} names another version
     */
    static PtNDManager start(int threads) {
        Optional<InstalledLibrary> installed = InstalledLibrary.named();
        installed.ifPresent(InstalledLibrary::prepare);
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        PtNDManager memory = load(installed);
        JniUtils.setNumThreads(threads);
        JniUtils.setGraphExecutorOptimize(false); // specialisation for each shape does not pay here
        return memory;
    }

    private static PtNDManager load(Optional<InstalledLibrary> installed) {
        try {
            return (PtNDManager) NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
        } catch (RuntimeException e) {
            throw installed.map(library -> library.explained(e)).orElse(e);
        }
    }
}
