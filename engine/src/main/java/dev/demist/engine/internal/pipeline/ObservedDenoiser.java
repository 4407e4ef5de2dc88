package dev.demist.engine.internal.pipeline;

import dev.demist.ComputeDevice;
import dev.demist.engine.internal.batch.Unobserved;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.DeepPrediction;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import reactor.core.publisher.Mono;

/**
 * A denoiser each call of which is an observation {@code demist.call} with its device, its rows, its pass (full or
 * shallow) and the latent pixels of a row.
 *
 * @param denoiser the network
 * @param device where it computes
 * @param observations receives the observations
 */
record ObservedDenoiser(Denoiser denoiser, ComputeDevice device, ObservationRegistry observations) implements Denoiser {

    static Denoiser of(Denoiser denoiser, ComputeDevice device, ObservationRegistry observations) {
        return observations.isNoop() ? denoiser : new ObservedDenoiser(denoiser, device, observations);
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        boolean shallow = conditioning.names().contains(Conditioning.DEEP);
        return observed(denoiser.predict(sample, timesteps, conditioning), sample, shallow);
    }

    @Override
    public Mono<DeepPrediction> predictDeep(Tensor sample, double[] timesteps, Conditioning conditioning) {
        return observed(denoiser.predictDeep(sample, timesteps, conditioning), sample, false);
    }

    private <T> Mono<T> observed(Mono<T> prediction, Tensor sample, boolean shallow) {
        return Mono.deferContextual(context -> Mono.using(
                () -> Observation.createNotStarted("demist.call", Unobserved.registry(context, observations))
                        .lowCardinalityKeyValue("device", device.toString())
                        .lowCardinalityKeyValue("rows", Integer.toString(sample.size(0)))
                        .lowCardinalityKeyValue("pass", shallow ? "shallow" : "full")
                        .highCardinalityKeyValue("pixels", Integer.toString(sample.size(2) * sample.size(3)))
                        .start(),
                call -> prediction.doOnError(call::error),
                Observation::stop));
    }

    @Override
    public DenoiserShape shape() {
        return denoiser.shape();
    }

    @Override
    public void close() {
        denoiser.close();
    }
}
