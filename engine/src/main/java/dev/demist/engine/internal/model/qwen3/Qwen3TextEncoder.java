package dev.demist.engine.internal.model.qwen3;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.TokenIds;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextShape;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** {@code Qwen3Model}, or the one within {@code Qwen3ForCausalLM}, on a device. Thread-safe. */
public final class Qwen3TextEncoder implements TextEncoder {

    private static final String WITHIN = "model";

    private final Qwen3Model model;
    private final TextShape shape;
    private final Network network;
    private final Map<Outputs, Program> programs = new ConcurrentHashMap<>();

    private Qwen3TextEncoder(Qwen3Model model, TextShape shape, Weights weights, Device device) {
        this.model = model;
        this.shape = shape;
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(model.whole()));
    }

    /** Loads a text model; blocks until its weights are ready. What is needed of them is laid out when it is used. */
    public static TextEncoder load(ModelConfig config, Weights weights, Device device) {
        Qwen3Settings settings = Qwen3Settings.of(config);
        boolean within = weights.find(WITHIN + ".embed_tokens.weight").isPresent();
        Scope scope = within ? Scope.ROOT.child(WITHIN) : Scope.ROOT;
        return new Qwen3TextEncoder(
                new Qwen3Model(scope, settings, config.origin()), settings.shape(), weights, device);
    }

    /** The sizes of the model of this configuration. */
    public static TextShape shape(ModelConfig config) {
        return Qwen3Settings.of(config).shape();
    }

    @Override
    public Mono<Map<String, Tensor>> encode(TokenBatch tokens, Set<String> outputs) {
        TokenIds.require(tokens, shape);
        Outputs wanted = new Outputs(List.copyOf(new TreeSet<>(outputs)), !tokens.isAllSeen());
        Program program = programs.computeIfAbsent(wanted, it -> network.program(model.trace(it.names, it.masked)));
        List<Tensor> inputs = wanted.masked ? List.of(tokens.ids(), tokens.mask()) : List.of(tokens.ids());
        return program.run(inputs).map(wanted::named);
    }

    @Override
    public TextShape shape() {
        return shape;
    }

    @Override
    public void close() {
        network.close();
    }

    private record Outputs(List<String> names, boolean masked) {
        Map<String, Tensor> named(List<Tensor> tensors) {
            Map<String, Tensor> named = new LinkedHashMap<>();
            for (int i = 0; i < names.size(); i++) {
                named.put(names.get(i), tensors.get(i));
            }
            return named;
        }
    }
}
