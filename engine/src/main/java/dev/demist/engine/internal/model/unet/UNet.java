package dev.demist.engine.internal.model.unet;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** {@code UNet2DModel} and {@code UNet2DConditionModel} on a device. Thread-safe. */
public final class UNet implements Denoiser {

    private final String origin;
    private final UNetDefinition definition;
    private final Network network;
    private final Map<Kind, Traced> programs = new ConcurrentHashMap<>();

    private UNet(String origin, UNetDefinition definition, Weights weights, Device device) {
        this.origin = origin;
        this.definition = definition;
        Graph graph = definition.trace(0, Pass.FULL);
        this.network = Network.loadDenoiser(device, weights, List.of(graph));
        programs.put(new Kind(0, Pass.FULL), new Traced(graph, network.program(graph)));
    }

    /** Loads a {@code UNet2DConditionModel}; blocks until its weights are ready. */
    public static Denoiser conditional(ModelConfig config, Weights weights, Device device) {
        return new UNet(config.origin(), new UNet2DConditionModel(config), weights, device);
    }

    /** Loads a {@code UNet2DModel}; blocks until its weights are ready. */
    public static Denoiser unconditional(ModelConfig config, Weights weights, Device device) {
        return new UNet(config.origin(), new UNet2DModel(config), weights, device);
    }

    /** The channels of the deep features of a network with this configuration; 0 if it has none. */
    public static int deepChannels(ModelConfig config) {
        return BlockTypes.deepChannels(config);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return run(Pass.of(conditioning), sample, timesteps, conditioning).map(outputs -> outputs.get(0));
    }

    @Override
    public Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
        if (shape().deepChannels() == 0) {
            return Denoiser.super.predictDeep(sample, timesteps, conditioning);
        }
        return run(Pass.KEEPING, sample, timesteps, conditioning)
                .map(outputs -> new DeepPrediction(outputs.get(0), outputs.get(1)));
    }

    private Mono<List<Tensor>> run(Pass pass, Tensor sample, double[] timesteps, Conditioning conditioning) {
        if (sample.rank() != 4 || sample.size(1) != shape().inChannels() || sample.size(0) != timesteps.length) {
            throw new IllegalArgumentException(sample + " for " + timesteps.length + " timesteps, expected [B, "
                    + shape().inChannels() + ", H, W]");
        }
        Traced traced = programs.computeIfAbsent(new Kind(Residuals.count(conditioning), pass), this::trace);
        List<Tensor> inputs =
                NamedInputs.of(origin, sample, timesteps, conditioning).inOrderOf(traced.graph);
        return traced.program.run(inputs);
    }

    private Traced trace(Kind kind) {
        Graph graph = definition.trace(kind.residuals, kind.pass);
        return new Traced(graph, network.program(graph));
    }

    @Override
    public DenoiserShape shape() {
        return definition.shape();
    }

    @Override
    public void close() {
        network.close();
    }

    private record Kind(int residuals, Pass pass) {}

    private record Traced(Graph graph, Program program) {}
}
