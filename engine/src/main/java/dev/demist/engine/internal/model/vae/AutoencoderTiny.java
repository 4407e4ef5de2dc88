package dev.demist.engine.internal.model.vae;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.LatentCodec;
import dev.demist.scheduler.Tensor;
import java.util.List;
import reactor.core.publisher.Mono;

/** {@code AutoencoderTiny} on a device. Its latents have no spread. Thread-safe. */
public final class AutoencoderTiny implements LatentCodec {

    private static final float NO_VARIANCE = -30;

    private final TinyDefinition definition;
    private final Network network;
    private final Program encoder;
    private final Program decoder;

    private AutoencoderTiny(TinyDefinition definition, Weights weights, Device device) {
        this.definition = definition;
        Graph encode = definition.encoder();
        Graph decode = definition.decoder();
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(encode, decode));
        this.encoder = network.program(encode);
        this.decoder = network.program(decode);
    }

    /** Loads an autoencoder; blocks until its weights are ready. */
    public static LatentCodec load(ModelConfig config, Weights weights, Device device) {
        return new AutoencoderTiny(TinyDefinition.of(config), weights, device);
    }

    /** Fails for a configuration that is not supported. */
    public static void require(ModelConfig config) {
        TinyDefinition.of(config);
    }

    @Override
    public Mono<Tensor> decode(Tensor latents) {
        Pictures.require("latents", latents, latentChannels());
        return decoder.run(List.of(latents)).map(out -> out.get(0));
    }

    @Override
    public Mono<Gaussian> encode(Tensor pictures) {
        Pictures.require("pictures", pictures, definition.inChannels());
        Pictures.requireMultiple(pictures, scale());
        return encoder.run(List.of(pictures))
                .map(out -> new Gaussian(
                        out.get(0), Tensor.full(NO_VARIANCE, out.get(0).shape())));
    }

    @Override
    public double scalingFactor() {
        return definition.scalingFactor();
    }

    @Override
    public double shiftFactor() {
        return definition.shiftFactor();
    }

    @Override
    public int latentChannels() {
        return definition.latentChannels();
    }

    @Override
    public int scale() {
        return definition.scale();
    }

    @Override
    public void close() {
        network.close();
    }
}
