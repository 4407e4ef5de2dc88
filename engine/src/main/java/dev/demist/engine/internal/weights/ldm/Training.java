package dev.demist.engine.internal.weights.ldm;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.internal.weights.safetensors.SafetensorsFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How a single-file checkpoint was trained. Marker keys among the weights come first, since other programs follow them;
 * then {@code modelspec.*} of the metadata (Stability AI's model specification), then the family's own way.
 *
 * @param file the checkpoint
 * @param family its kind
 */
record Training(Weights file, LdmFamily family) {

    private static final String EDM_MAX = "edm_vpred.sigma_max";
    private static final String EDM_MIN = "edm_vpred.sigma_min";
    private static final String VELOCITY = "v_pred";
    private static final String PREDICTION = "modelspec.prediction_type";
    private static final String LATENT_MEAN = "edm_mean";
    /** The step at which the 512-pixel models of Stable Diffusion 2, which predict the noise, were published. */
    private static final float BASE_STEPS = 875_000;

    /**
     * The content of an equivalent {@code scheduler_config.json}.
     *
     * @throws DemistException UNSUPPORTED_MODEL if the file names a prediction or latents that are not supported
     */
    Map<String, Object> scheduler() {
        if (has(LATENT_MEAN)) {
            throw unsupported("its latents have a mean and a deviation of their own (\"" + LATENT_MEAN
                    + "\", as Playground 2.5 has), which is not supported");
        }
        if (has(EDM_MAX)) {
            return continuous();
        }
        Map<String, Object> config = new LinkedHashMap<>(OtherConfigs.scheduler(family, prediction()));
        if (has("ztsnr")) {
            config.put("rescale_betas_zero_snr", true);
        }
        return config;
    }

    /** The velocity under the continuous noise levels of EDM (Karras et al., 2022), as CosXL is trained. */
    private Map<String, Object> continuous() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("_class_name", "EDMEulerScheduler");
        config.put("num_train_timesteps", 1000);
        config.put("prediction_type", "v_prediction");
        config.put("rho", 7.0);
        config.put("sigma_data", 1.0);
        config.put("sigma_max", number(EDM_MAX).orElse(120.0));
        config.put("sigma_min", number(EDM_MIN).orElse(0.002));
        config.put("sigma_schedule", "exponential");
        return config;
    }

    /** Whether the file itself says how it was trained. */
    boolean isSaid() {
        return Stream.of(LATENT_MEAN, EDM_MAX, VELOCITY, "ztsnr").anyMatch(this::has)
                || metadata(PREDICTION).isPresent();
    }

    private String prediction() {
        if (has(VELOCITY)) {
            return "v_prediction";
        }
        return metadata(PREDICTION).map(this::named).or(this::ofArchitecture).orElseGet(this::ofFamily);
    }

    private String named(String prediction) {
        return switch (prediction) {
            case "epsilon", "eps" -> "epsilon";
            case "v", "v_prediction", "v-prediction", "velocity" -> "v_prediction";
            case "sample", "x0" -> "sample";
            default ->
                throw unsupported("its metadata has \"modelspec.prediction_type\": \"" + prediction
                        + "\"; supported: epsilon, v, sample");
        };
    }

    /** The published names of Stable Diffusion 2: {@code stable-diffusion-v2-768-v} and {@code -v2-512}. */
    private Optional<String> ofArchitecture() {
        return metadata("modelspec.architecture")
                .filter(name -> name.contains("v2-"))
                .map(name -> name.contains("768-v") ? "v_prediction" : "epsilon");
    }

    /**
     * The weights of a Stable Diffusion 2 do not show what it predicts: the published 768-pixel models predict the
     * velocity, which is assumed, those of 512 pixels (the inpainting model among them) the noise.
     */
    private String ofFamily() {
        boolean ofBase =
                number("global_step").filter(steps -> steps == BASE_STEPS).isPresent();
        return family == LdmFamily.SD2 && !ofBase && !isInpainting() ? "v_prediction" : "epsilon";
    }

    private boolean isInpainting() {
        return file.find(LdmCheckpoint.FIRST_CONVOLUTION)
                .map(weight -> weight.shape().length == 4 && weight.shape()[1] == 9)
                .orElse(false);
    }

    private boolean has(String key) {
        return file.find(key).isPresent();
    }

    private Optional<Double> number(String key) {
        return file.find(key).filter(weight -> weight.elements() == 1).map(Training::value);
    }

    private static double value(Weight weight) {
        return switch (weight.dtype()) {
            case I64 -> weight.data().getLong(0);
            case I32 -> weight.data().getInt(0);
            // As a decimal number has it, not its neighbour of 32 bits.
            default -> Double.parseDouble(Float.toString(FloatValues.of(weight)[0]));
        };
    }

    private Optional<String> metadata(String key) {
        return file.all()
                .findFirst()
                .map(Weight::file)
                .filter(path -> path.toString().endsWith(".safetensors"))
                .flatMap(path -> SafetensorsFile.metadata(path, key));
    }

    private DemistException unsupported(String problem) {
        return new DemistException(ErrorCode.UNSUPPORTED_MODEL, file.origin() + ": " + problem);
    }
}
