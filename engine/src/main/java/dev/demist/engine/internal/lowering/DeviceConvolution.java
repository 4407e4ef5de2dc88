package dev.demist.engine.internal.lowering;

import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.Constant;
import java.util.ArrayList;
import java.util.List;

/**
 * A convolution as CUDA's libraries compute it for pictures whose channels lie next to each other: the channels of its
 * weights do so, too. Otherwise libtorch would lay the weights out at each call.
 */
final class DeviceConvolution {

    private static final int WEIGHT = 1;
    private static final Argument CHANNELS_LAST = Argument.named("memory_format", 2);

    private DeviceConvolution() {}

    /** The same convolution, with a constant weight laid out once. */
    static Call of(Call convolution) {
        List<Argument> arguments = new ArrayList<>(convolution.arguments());
        if (arguments.get(WEIGHT) instanceof Constant weight) {
            arguments.set(WEIGHT, new Constant(weight.expression().apply("torch.contiguous", CHANNELS_LAST)));
        }
        return new Call(convolution.function(), arguments);
    }
}
