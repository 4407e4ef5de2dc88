package dev.demist.engine.internal.model.flux2;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** {@code Flux2Transformer2DModel} on a device; a program for each number of reference pictures. Thread-safe. */
public final class Flux2Transformer implements Denoiser {

    /** The guidance scale {@code [B]}, for models that take it. */
    public static final String GUIDANCE = "guidance";

    private static final int TYPICAL_SIDE = 64;

    private final String origin;
    private final Flux2Settings settings;
    private final Network network;
    private final Map<Integer, Traced> programs = new ConcurrentHashMap<>();

    private Flux2Transformer(String origin, Flux2Settings settings, Weights weights, Device device) {
        this.origin = origin;
        this.settings = settings;
        Graph graph = Flux2Graph.trace(settings, 0);
        this.network = Network.loadDenoiser(device, weights, List.of(graph));
        programs.put(0, new Traced(graph, network.program(graph)));
    }

    /** Loads a transformer; blocks until its weights are ready. */
    public static Denoiser load(ModelConfig config, Weights weights, Device device) {
        return new Flux2Transformer(config.origin(), Flux2Settings.of(config), weights, device);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        int references = (int) conditioning.names().stream()
                .filter(it -> it.startsWith(Conditioning.REFERENCE))
                .count();
        Traced traced = programs.computeIfAbsent(references, this::trace);
        List<Tensor> inputs =
                NamedInputs.of(origin, sample, timesteps, conditioning).inOrderOf(traced.graph);
        return traced.program.run(inputs).map(outputs -> outputs.get(0));
    }

    private Traced trace(int references) {
        Graph graph = Flux2Graph.trace(settings, references);
        return new Traced(graph, network.program(graph));
    }

    @Override
    public DenoiserShape shape() {
        return new DenoiserShape(
                settings.inChannels(),
                settings.outChannels(),
                TYPICAL_SIDE,
                Map.of(Conditioning.TEXT, settings.textWidth()));
    }

    @Override
    public void close() {
        network.close();
    }

    private record Traced(Graph graph, Program program) {}
}
