package dev.demist.engine.internal.nn;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Argument;
import dev.demist.engine.internal.graph.Value;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** An activation function by the name that configurations give it. */
public final class Activation {

    private static final Activation SILU = new Activation(x -> x.apply("torch.silu"));

    private static final Activation TANH_GELU =
            new Activation(x -> x.apply("torch.gelu", Argument.named("approximate", "tanh")));
    private static final Map<String, Activation> KNOWN = Map.ofEntries(
            Map.entry("silu", SILU),
            Map.entry("swish", SILU),
            Map.entry("mish", new Activation(x -> x.apply("torch.mish"))),
            Map.entry("relu", new Activation(x -> x.apply("torch.relu"))),
            Map.entry("gelu", new Activation(x -> x.apply("torch.gelu"))),
            Map.entry("gelu_new", TANH_GELU),
            Map.entry("gelu_pytorch_tanh", TANH_GELU),
            Map.entry("quick_gelu", new Activation(x -> x.times(x.times(1.702).apply("torch.sigmoid")))));

    private final UnaryOperator<Value> function;

    private Activation(UnaryOperator<Value> function) {
        this.function = function;
    }

    /**
     * The activation called {@code name}.
     *
     * @param origin the file that asks for it
     * @throws DemistException UNSUPPORTED_MODEL if it is not known; the message says which are
     */
    public static Activation of(String name, String origin) {
        Activation activation = KNOWN.get(name);
        if (activation == null) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    origin + ": activation \"" + name + "\" is not supported; supported: "
                            + new TreeSet<>(KNOWN.keySet()));
        }
        return activation;
    }

    /** {@code x * sigmoid(x)}, which every diffusion network of this family uses around its normalisations. */
    public static Activation silu() {
        return SILU;
    }

    /** GELU, approximated by tanh (Hendrycks and Gimpel, 2016), which transformers of pictures use. */
    public static Activation tanhGelu() {
        return TANH_GELU;
    }

    /** Element by element. */
    public Value apply(Value x) {
        return function.apply(x);
    }
}
