package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Mono;

/** {@code ControlNetModel} on a device. Thread-safe. */
public final class ControlNetModel implements ControlNet {

    private final String origin;
    private final ControlNetDefinition definition;
    private final Network network;
    private final Traced full;
    private final Traced shallow;

    private ControlNetModel(ModelConfig config, Weights weights, Device device) {
        this.origin = config.origin();
        this.definition = new ControlNetDefinition(config);
        Graph whole = definition.trace(Pass.FULL);
        this.network = Network.loadDenoiser(device, weights, List.of(whole));
        this.full = traced(whole);
        this.shallow = traced(definition.trace(Pass.SHALLOW));
    }

    private Traced traced(Graph graph) {
        return new Traced(graph, network.program(graph));
    }

    /** Loads a ControlNet; blocks until its weights are ready. */
    public static ControlNet load(ModelConfig config, Weights weights, Device device) {
        return new ControlNetModel(config, weights, device);
    }

    @Override
    public Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        boolean isShallow = Pass.of(conditioning) == Pass.SHALLOW;
        Traced traced = isShallow ? shallow : full;
        List<Tensor> inputs =
                NamedInputs.of(origin, sample, timesteps, conditioning).inOrderOf(traced.graph);
        return traced.program.run(inputs).map(isShallow ? Residuals::shallow : Residuals::named);
    }

    @Override
    public int pictureScale() {
        return definition.pictureScale();
    }

    @Override
    public int pictureChannels() {
        return definition.pictureChannels();
    }

    @Override
    public void close() {
        network.close();
    }

    private record Traced(Graph graph, Program program) {}
}
