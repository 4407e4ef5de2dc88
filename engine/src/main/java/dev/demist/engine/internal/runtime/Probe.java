package dev.demist.engine.internal.runtime;

import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.lowering.Lowering;
import dev.demist.engine.internal.lowering.Target;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what libtorch can do, by asking it for a number. For the engine thread only.
 *
 * @param memory of that thread
 */
record Probe(PtNDManager memory) {

    private static final Logger LOG = LoggerFactory.getLogger(Probe.class);
    private static final Argument FLOAT = Argument.named("dtype", ElementType.FLOAT32);

    /** The CUDA devices that can be used. */
    List<ComputeDevice> cuda() {
        List<ComputeDevice> found = new ArrayList<>();
        for (ComputeDevice next = ComputeDevice.cuda(0);
                problem(next) == null;
                next = ComputeDevice.cuda(found.size())) {
            found.add(next);
        }
        return found;
    }

    /**
     * The device that is meant.
     *
     * @throws DemistException ENGINE_FAILED if libtorch cannot use it
     */
    ComputeDevice resolve(ComputeDevice asked) {
        if (asked.kind() == ComputeDevice.Kind.AUTO) {
            return first();
        }
        String problem = problem(asked);
        if (problem != null) {
            throw new DemistException(
                    ErrorCode.ENGINE_FAILED,
                    "device " + asked + " cannot be used: " + problem
                            + "; 'demist devices' lists those that can, docs/devices.md says more");
        }
        return asked;
    }

    private ComputeDevice first() {
        String problem = problem(ComputeDevice.cuda(0));
        if (problem == null) {
            return ComputeDevice.cuda(0);
        }
        LOG.info("device auto is the processors, as cuda:0 cannot be used: {}", problem);
        return ComputeDevice.CPU;
    }

    /** Why libtorch cannot use a device, in its words; null if it can. */
    @Nullable
    String problem(ComputeDevice device) {
        try {
            Target target = Target.plain(ElementType.FLOAT32).on(device.toString());
            Value one = Call.of("torch.ones", List.of(1), FLOAT).plus(Call.of("torch.zeros", List.of(1), FLOAT));
            return answer(new Graph(List.of(), List.of(one)), target) == 1 ? null : "it computes wrongly";
        } catch (RuntimeException e) {
            String reason = NativeErrors.reason(e);
            return reason.contains("with arguments from the") ? missing(device) : reason;
        }
    }

    private static String missing(ComputeDevice device) {
        return device.kind() == ComputeDevice.Kind.MPS
                ? "this libtorch was built without it; mps is the GPU of Apple's processors"
                : "this libtorch was built without CUDA; install PyTorch " + InstalledLibrary.wanted()
                        + " and name its folder torch/lib in PYTORCH_LIBRARY_PATH";
    }

    /** The number that a program without inputs computes. */
    float answer(Graph question, Target target) {
        Graph lowered = Lowering.lower(question, target, parameter -> parameter);
        ScriptModule script = ScriptModule.of(target.compute(), "", List.of(Method.lowered("forward", lowered)));
        Constants constants = new Constants(
                memory,
                target,
                parameter -> {
                    throw new IllegalStateException("a question has no weights");
                },
                () -> {},
                Constants.PORTION);
        try (PtNDManager scope = (PtNDManager) memory.newSubManager();
                NativeModule module = NativeModule.load(scope, script);
                IValue weights = IValue.listFrom(constants.of(lowered));
                IValue answer = module.forward(weights)) {
            return answer.toTensorArray(scope)[0].toFloatArray()[0];
        }
    }
}
