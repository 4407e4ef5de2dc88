package dev.demist.engine.internal.model;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Mono;

/** A denoiser that is one program for every size: the transformers. Thread-safe. */
public final class TracedDenoiser implements Denoiser {

    private final String origin;
    private final Graph graph;
    private final DenoiserShape shape;
    private final Network network;
    private final Program program;

    /**
     * Loads a network; blocks until its weights are ready.
     *
     * @param config of the network
     * @param graph its program; the inputs are known by their names
     * @param shape the sizes of its inputs and of its output
     */
    public TracedDenoiser(ModelConfig config, Graph graph, DenoiserShape shape, Weights weights, Device device) {
        this.origin = config.origin();
        this.graph = graph;
        this.shape = shape;
        this.network = Network.loadDenoiser(device, weights, List.of(graph));
        this.program = network.program(graph);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        if (sample.rank() != 4 || sample.size(1) != shape.inChannels() || sample.size(0) != timesteps.length) {
            throw new IllegalArgumentException(
                    sample + " for " + timesteps.length + " timesteps, expected [B, " + shape.inChannels() + ", H, W]");
        }
        List<Tensor> inputs =
                NamedInputs.of(origin, sample, timesteps, conditioning).inOrderOf(graph);
        return program.run(inputs).map(outputs -> outputs.get(0));
    }

    @Override
    public DenoiserShape shape() {
        return shape;
    }

    @Override
    public void close() {
        network.close();
    }
}
