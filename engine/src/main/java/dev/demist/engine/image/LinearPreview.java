package dev.demist.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Picture;
import dev.demist.engine.internal.file.JsonFile;
import dev.demist.scheduler.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A linear map from the channels of latents to red, green and blue, which gives a picture of one pixel for each latent
 * pixel. It takes microseconds instead of a decoder's seconds. Immutable, thread-safe.
 */
public final class LinearPreview {

    private static final String FILE = "preview_config.json";

    /** Published maps of latents to -1 ... 1. */
    public enum Known {
        /**
         * Of Stable Diffusion 1.x and 2.x: the regression in "Decoding latents to RGB without upscaling", Hugging Face
         * forum, topic 23204 (2022).
         */
        STABLE_DIFFUSION(0.18215, new double[][] {
            {0.298, 0.207, 0.208}, {0.187, 0.286, 0.173}, {-0.158, 0.189, 0.264}, {-0.184, -0.271, -0.473}
        }),
        /** Of Stable Diffusion XL, as ComfyUI has published it with its latent formats (2023). */
        STABLE_DIFFUSION_XL(0.13025, new double[][] {
            {0.3920, 0.4054, 0.4549},
            {-0.2634, -0.0196, 0.0653},
            {0.0568, 0.1687, -0.0755},
            {-0.3112, -0.2359, -0.2076}
        }),
        /** Of FLUX.1 and Z-Image, as ComfyUI has published it with its latent formats (2024). */
        FLUX(
                0.3611,
                new double[][] {
                    {-0.0346, 0.0244, 0.0681},
                    {0.0034, 0.0210, 0.0687},
                    {0.0275, -0.0668, -0.0433},
                    {-0.0174, 0.0160, 0.0617},
                    {0.0859, 0.0721, 0.0329},
                    {0.0004, 0.0383, 0.0115},
                    {0.0405, 0.0861, 0.0915},
                    {-0.0236, -0.0185, -0.0259},
                    {-0.0245, 0.0250, 0.1180},
                    {0.1008, 0.0755, -0.0421},
                    {-0.0515, 0.0201, 0.0011},
                    {0.0428, -0.0012, -0.0036},
                    {0.0817, 0.0765, 0.0749},
                    {-0.1264, -0.0522, -0.1103},
                    {-0.0280, -0.0881, -0.0499},
                    {-0.1262, -0.0982, -0.0778}
                },
                -0.0329,
                -0.0718,
                -0.0851);

        private final double scalingFactor;
        private final double[][] factors;
        private final double[] bias;

        Known(double scalingFactor, double[][] factors) {
            this(scalingFactor, factors, 0, 0, 0);
        }

        Known(double scalingFactor, double[][] factors, double... bias) {
            this.scalingFactor = scalingFactor;
            this.factors = factors;
            this.bias = bias;
        }

        /** The map, if the latents are those that it was made for: a model may have an autoencoder of its own. */
        public Optional<LinearPreview> of(double latentScalingFactor, int latentChannels) {
            boolean same = latentChannels == factors.length && Math.abs(latentScalingFactor - scalingFactor) < 1e-6;
            return same ? Optional.of(known(factors, bias)) : Optional.empty();
        }
    }

    private final double[][] matrix;
    private final double[] bias;

    private LinearPreview(double[][] matrix, double[] bias) {
        this.matrix = matrix;
        this.bias = bias;
    }

    /**
     * The map that comes with a model in its {@code preview_config.json}: a matrix {@code [C][3]} and a bias
     * {@code [3]} to 0 ... 1; empty if there is no such file.
     *
     * @throws DemistException CORRUPT_FILE if it does not fit the latents
     */
    public static Optional<LinearPreview> of(Path modelFolder, int latentChannels) {
        Path file = modelFolder.resolve(FILE);
        return Files.isRegularFile(file) ? Optional.of(read(file, latentChannels)) : Optional.empty();
    }

    private static LinearPreview known(double[][] factors, double[] bias) {
        double[][] halved = new double[factors.length][];
        Arrays.setAll(
                halved,
                channel -> Arrays.stream(factors[channel]).map(it -> it / 2).toArray());
        return new LinearPreview(
                halved, Arrays.stream(bias).map(it -> (it + 1) / 2).toArray());
    }

    private static LinearPreview read(Path file, int latentChannels) {
        try {
            ObjectMapper mapper = new ObjectMapper();
            JsonNode json = JsonFile.read(file);
            double[][] matrix = mapper.convertValue(json.path("matrix"), double[][].class);
            double[] bias = mapper.convertValue(json.path("bias"), double[].class);
            if (matrix == null || bias == null || !fits(matrix, bias, latentChannels)) {
                throw new DemistException(
                        ErrorCode.CORRUPT_FILE,
                        file + ": it must hold a matrix of " + latentChannels + " x 3 and a bias of 3");
            }
            return new LinearPreview(matrix, bias);
        } catch (IllegalArgumentException e) {
            throw new DemistException(
                    ErrorCode.CORRUPT_FILE, file + ": its matrix or bias is not one of numbers: " + e.getMessage(), e);
        }
    }

    private static boolean fits(double[][] matrix, double[] bias, int latentChannels) {
        return matrix.length == latentChannels
                && bias.length == 3
                && Arrays.stream(matrix).allMatch(row -> row != null && row.length == 3);
    }

    /** The picture {@code w x h} of latents {@code [1, C, h, w]}. */
    public Picture picture(Tensor latents) {
        int height = latents.size(2);
        int width = latents.size(3);
        int plane = height * width;
        latents.requireShape(1, matrix.length, height, width);
        byte[] rgb = new byte[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int color = 0; color < 3; color++) {
                double value = bias[color];
                for (int channel = 0; channel < matrix.length; channel++) {
                    value += matrix[channel][color] * latents.get(channel * plane + i);
                }
                rgb[3 * i + color] = Pictures.toByte((float) value);
            }
        }
        return new Picture(width, height, rgb);
    }
}
