package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Value;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a program's values are. Arguments, weights and results are in the computer's memory; a program for another
 * device takes them there and back itself, and makes its own tensors there.
 *
 * @param device libtorch's name of the device; null if it is the processors
 */
record Placement(@Nullable String device) {

    private static final Argument CPU = new Argument.Device("cpu");

    /** Operators that make a tensor of nothing. */
    private static final Set<String> FACTORIES =
            Set.of("torch.arange", "torch.empty", "torch.full", "torch.ones", "torch.tensor", "torch.zeros");

    /** What comes in memory, on the device. */
    Value taken(Value value) {
        return device == null ? value : value.apply("torch.to", new Argument.Device(device));
    }

    /** What was computed, in memory. */
    Value returned(Value value) {
        return device == null ? value : value.apply("torch.to", CPU);
    }

    /** A convolution with its weights as the device wants them; Apple's takes them as they are in the file. */
    Call convolution(Call call) {
        return device == null || device.equals("mps") ? call : DeviceConvolution.of(call);
    }

    /** The arguments of an operator, with the device if it makes a tensor of nothing. */
    List<Argument> arguments(Call call, List<Argument> arguments) {
        if (device == null) {
            return arguments;
        }
        boolean makes = FACTORIES.contains(call.function());
        if (!makes && call.operands().findAny().isEmpty()) {
            throw new IllegalStateException(call.function() + " reads nothing and is not known to make a tensor");
        }
        Argument where = Argument.named("device", new Argument.Device(device));
        return makes ? Stream.concat(arguments.stream(), Stream.of(where)).toList() : arguments;
    }
}
