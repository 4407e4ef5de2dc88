package dev.demist.engine.internal.model.clip;

import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.TokenIds;
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

/** {@code CLIPTextModel} and {@code CLIPTextModelWithProjection} on a device. Thread-safe. */
public final class ClipTextEncoder implements TextEncoder {

    private final ClipTextModel model;
    private final TextShape shape;
    private final Network network;
    private final Map<List<String>, Program> programs = new ConcurrentHashMap<>();

    private ClipTextEncoder(ClipTextModel model, TextShape shape, Weights weights, Device device) {
        this.model = model;
        this.shape = shape;
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(model.whole()));
    }

    /**
     * Loads a text model; blocks until its weights are ready.
     *
     * @param projected whether the pooled state is projected, as SDXL's second encoder does
     */
    public static TextEncoder load(ModelConfig config, boolean projected, Weights weights, Device device) {
        ClipTextModel.Settings settings = ClipTextModel.Settings.of(config, projected);
        ClipTextModel model = new ClipTextModel(settings, config.origin());
        return new ClipTextEncoder(model, settings.shape(), weights, device);
    }

    /** The sizes of the model of this configuration. */
    public static TextShape shape(ModelConfig config) {
        return ClipTextModel.Settings.of(config, false).shape();
    }

    @Override
    public Mono<Map<String, Tensor>> encode(TokenBatch tokens, Set<String> outputs) {
        check(tokens);
        List<String> names = List.copyOf(new TreeSet<>(outputs));
        return programs.computeIfAbsent(names, wanted -> network.program(model.trace(wanted)))
                .run(List.of(tokens.ids()))
                .map(tensors -> named(names, tensors));
    }

    private static Map<String, Tensor> named(List<String> names, List<Tensor> tensors) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            named.put(names.get(i), tensors.get(i));
        }
        return named;
    }

    // The reference gives CLIP no mask: every token sees those before it, and padding stands behind.
    private void check(TokenBatch tokens) {
        TokenIds.require(tokens, shape);
        if (!tokens.isAllSeen()) {
            throw new IllegalArgumentException("CLIP takes no attention mask");
        }
    }

    @Override
    public TextShape shape() {
        return shape;
    }

    @Override
    public void close() {
        network.close();
    }
}
