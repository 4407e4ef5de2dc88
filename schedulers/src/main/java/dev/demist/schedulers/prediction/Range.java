package dev.demist.schedulers.prediction;

import dev.demist.scheduler.Tensor;
import dev.demist.schedulers.Settings;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Keeps a predicted clean sample {@code [B, C, H, W]} within range. Pure functions. */
public final class Range {

    private Range() {}

    /** Thresholding or clipping as the settings say, else nothing. */
    public static UnaryOperator<Tensor> of(Settings settings) {
        if (settings.flag("thresholding")) {
            double ratio = settings.number("dynamic_thresholding_ratio");
            if (ratio < 0 || ratio > 1) {
                throw Settings.notAllowed("dynamic_thresholding_ratio", ratio, "it must be 0 to 1");
            }
            float max = (float) settings.number("sample_max_value");
            return sample -> threshold(sample, ratio, max);
        }
        if (settings.flag("clip_sample")) {
            float range = (float) settings.number("clip_sample_range");
            return sample -> sample.clamp(-range, range);
        }
        return UnaryOperator.identity();
    }

    /** Dynamic thresholding, image by image (Saharia et al. 2022, "Imagen", section 2.3). */
    static Tensor threshold(Tensor sample, double ratio, float max) {
        Tensor[] images = new Tensor[sample.size(0)];
        for (int b = 0; b < images.length; b++) {
            Tensor image = sample.rows(b, b + 1);
            float limit = Math.max(1, quantile(image, ratio));
            float bound = Math.min(limit, max);
            images[b] = image.map(x -> Math.max(-bound, Math.min(bound, x)) / bound);
        }
        return Tensor.concat(0, images);
    }

    private static float quantile(Tensor image, double ratio) {
        float[] sizes = image.map(Math::abs).toArray();
        Arrays.sort(sizes);
        double rank = ratio * (sizes.length - 1);
        int low = (int) rank;
        int high = Math.min(low + 1, sizes.length - 1);
        return (float) (sizes[low] + (rank - low) * (sizes[high] - sizes[low]));
    }
}
