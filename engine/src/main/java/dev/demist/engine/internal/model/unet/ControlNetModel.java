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
    private final Graph graph;
    private final Network network;
    private final Program program;

    private ControlNetModel(ModelConfig config, Weights weights, Device device) {
        this.origin = config.origin();
        this.definition = new ControlNetDefinition(config);
        this.graph = definition.trace();
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(graph));
        this.program = network.program(graph);
    }

    /** Loads a ControlNet; blocks until its weights are ready. */
    public static ControlNet load(ModelConfig config, Weights weights, Device device) {
        return new ControlNetModel(config, weights, device);
    }

    @Override
    public Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        List<Tensor> inputs =
                NamedInputs.of(origin, sample, timesteps, conditioning).inOrderOf(graph);
        return program.run(inputs).map(Residuals::named);
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
}
