package dev.demist.engine.internal.batch;

import dev.demist.engine.model.DeepPrediction;
import dev.demist.scheduler.Tensor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The output of a denoiser for some rows.
 *
 * @param output {@code [B, C, H, W]}
 * @param features the deep features of these rows, null where no step of the call wanted them
 */
record Prediction(Tensor output, @Nullable Tensor features) {

    static Prediction of(DeepPrediction deep) {
        return new Prediction(deep.prediction(), deep.features());
    }

    /** These rows for a step that wanted deep features. */
    DeepPrediction deep() {
        return new DeepPrediction(output, Objects.requireNonNull(features));
    }

    Prediction rows(int from, int to) {
        return new Prediction(output.rows(from, to), features == null ? null : features.rows(from, to));
    }
}
