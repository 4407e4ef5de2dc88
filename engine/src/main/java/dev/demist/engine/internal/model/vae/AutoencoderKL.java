package dev.demist.engine.internal.model.vae;

import dev.demist.Precision;
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

/** {@code AutoencoderKL} and {@code AutoencoderKLFlux2} on a device. Thread-safe. */
public final class AutoencoderKL implements LatentCodec {

    private final VaeSettings settings;
    private final LatentForm form;
    private final Network network;
    private final Program encoder;
    private final Program decoder;

    private AutoencoderKL(VaeSettings settings, LatentForm form, Weights weights, Device device) {
        this.settings = settings;
        this.form = form;
        Graph encode = new Encoder(settings).trace(form);
        Graph decode = new Decoder(settings).trace(form);
        this.network = Network.load(device, weights, precision(settings, weights, device), List.of(encode, decode));
        this.encoder = network.program(encode);
        this.decoder = network.program(decode);
    }

    /** Loads an autoencoder, which takes large pictures in tiles; blocks until its weights are ready. */
    public static LatentCodec load(ModelConfig config, Weights weights, Device device) {
        VaeSettings settings = VaeSettings.of(config);
        return load(settings, new ScaledLatents(settings), weights, device);
    }

    /** The same for {@code AutoencoderKLFlux2}, whose latents are normed patches. */
    public static LatentCodec loadFlux2(ModelConfig config, Weights weights, Device device) {
        VaeSettings settings = VaeSettings.of(config);
        return load(settings, NormedPatches.of(config, settings), weights, device);
    }

    private static LatentCodec load(VaeSettings settings, LatentForm form, Weights weights, Device device) {
        return TiledCodec.of(new AutoencoderKL(settings, form, weights, device), settings.sampleSize());
    }

    /** Fails for a configuration that is not supported. */
    public static void require(ModelConfig config) {
        VaeSettings.of(config);
    }

    // force_upcast: its activations are too large for half precision; bfloat16 would show as bands in smooth areas.
    private static Precision precision(VaeSettings settings, Weights weights, Device device) {
        boolean upcast = settings.forceUpcast() && device.choosesFormats();
        return upcast ? Precision.FLOAT32 : device.precisionFor(weights);
    }

    @Override
    public Mono<Tensor> decode(Tensor latents) {
        Pictures.require("latents", latents, latentChannels());
        return decoder.run(List.of(latents)).map(out -> out.get(0));
    }

    @Override
    public Mono<Gaussian> encode(Tensor pictures) {
        Pictures.require("pictures", pictures, settings.inChannels());
        Pictures.requireMultiple(pictures, scale());
        return encoder.run(List.of(pictures)).map(out -> new Gaussian(out.get(0), out.get(1)));
    }

    @Override
    public double scalingFactor() {
        return form.scalingFactor();
    }

    @Override
    public double shiftFactor() {
        return form.shiftFactor();
    }

    @Override
    public int latentChannels() {
        return settings.latentChannels() * form.side() * form.side();
    }

    @Override
    public int scale() {
        return settings.scale() * form.side();
    }

    @Override
    public void close() {
        network.close();
    }
}
