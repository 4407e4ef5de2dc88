package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a device: its abilities, for each number format.
 *
 * @param oneDnn whether oneDNN may be used
 * @param threads how many threads an operator may use
 * @param device libtorch's name of the device; null for the processors
 */
record Targets(boolean oneDnn, int threads, @Nullable String device) {

    static Targets of(ComputeDevice device, int threads) {
        return device.kind() == ComputeDevice.Kind.CPU
                ? new Targets(Processor.hasOneDnn(), threads, null)
                : new Targets(false, threads, device.toString());
    }

    /**
     * Refuses formats that the device has no instructions for.
     *
     * @throws DemistException INVALID_REQUEST for float16 on the processors, and for int8 elsewhere or on older ones
     */
    void require(Precision asked) {
        if (asked == Precision.FLOAT16 && device == null) {
            throw DemistException.invalid(
                    "precision", "float16", "it is a format of GPUs; on the processors it must be float32 or bfloat16");
        }
        if (asked == Precision.INT8 && !(oneDnn && Processor.multipliesInt8())) {
            throw DemistException.invalid(
                    "precision",
                    "int8",
                    "it is a format of processors with AVX512-VNNI; float32 is possible everywhere");
        }
    }

    Target float32() {
        return of(ElementType.FLOAT32, oneDnn);
    }

    /**
     * Without oneDNN where it has no kernels of bfloat16, as on processors without AVX-512. libtorch's own operators
     * compute in that format on every processor.
     *
     * @param memory of the calling thread, which is the engine's
     */
    Target bfloat16(PtNDManager memory) {
        return of(ElementType.BFLOAT16, oneDnn && oneDnnHasBfloat16(memory));
    }

    Target float16() {
        return of(ElementType.FLOAT16, false);
    }

    private Target of(ElementType compute, boolean oneDnn) {
        Target target = oneDnn
                ? new Target(compute, true, !Processor.hindersMkl(), Processor.vector(), threads)
                : new Target(compute, false, true, 1, threads);
        return device == null ? target : target.on(device);
    }

    private static boolean oneDnnHasBfloat16(PtNDManager memory) {
        Value supported = Call.of(
                "torch.tensor",
                Call.of("ops.mkldnn._is_mkldnn_bf16_supported"),
                Argument.named("dtype", ElementType.FLOAT32));
        Graph question = new Graph(List.of(), List.of(supported));
        return new Probe(memory).answer(question, Target.plain(ElementType.FLOAT32)) == 1;
    }
}
