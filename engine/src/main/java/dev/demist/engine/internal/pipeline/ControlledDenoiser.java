package dev.demist.engine.internal.pipeline;

import dev.demist.engine.image.Pictures;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import reactor.core.publisher.Mono;

/**
 * A denoiser that a picture steers through a ControlNet (Zhang et al., 2023).
 *
 * @param denoiser the network that is steered
 * @param controlNet the network that turns the picture into residuals
 * @param picture {@code [1, K, H, W]} in 0 ... 1, of as many channels as the ControlNet takes
 * @param scale the factor of the residuals; 1 as trained
 */
record ControlledDenoiser(Denoiser denoiser, ControlNet controlNet, Tensor picture, double scale) implements Denoiser {

    /** Steers by a colour picture {@code [1, 3, H, W]}; a ControlNet for gray pictures gets its brightness. */
    static Denoiser of(Denoiser denoiser, ControlNet controlNet, Tensor picture, double scale) {
        return new ControlledDenoiser(
                denoiser, controlNet, controlNet.pictureChannels() == 1 ? Pictures.gray(picture) : picture, scale);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return steered(sample, timesteps, conditioning)
                .flatMap(steered -> denoiser.predict(sample, timesteps, steered));
    }

    @Override
    public Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return steered(sample, timesteps, conditioning)
                .flatMap(steered -> denoiser.predictDeep(sample, timesteps, steered));
    }

    private Mono<Conditioning> steered(Tensor sample, double[] timesteps, Conditioning conditioning) {
        Tensor[] pictures = new Tensor[sample.size(0)];
        Arrays.fill(pictures, picture);
        Conditioning controlled = conditioning
                .with(ControlNet.PICTURE, Tensor.concat(0, pictures))
                .with(ControlNet.SCALE, Tensor.full((float) scale, pictures.length));
        return controlNet.predict(sample, timesteps, controlled).map(conditioning::with);
    }

    @Override
    public DenoiserShape shape() {
        return denoiser.shape();
    }

    /** Does nothing: both networks are leased by the run. */
    @Override
    public void close() {}
}
