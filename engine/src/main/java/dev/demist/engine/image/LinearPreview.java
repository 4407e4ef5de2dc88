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
 * pixel, or for each pixel of the patches that they are. It takes microseconds instead of a decoder's seconds.
 * Immutable, thread-safe.
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
        /** Of Stable Diffusion 3 and 3.5, as Stability AI has published it with its reference code (2024). */
        STABLE_DIFFUSION_3(1.5305, new double[][] {
            {-0.0645, 0.0177, 0.1052},
            {0.0028, 0.0312, 0.0650},
            {0.1848, 0.0762, 0.0360},
            {0.0944, 0.0360, 0.0889},
            {0.0897, 0.0506, -0.0364},
            {-0.0020, 0.1203, 0.0284},
            {0.0855, 0.0118, 0.0283},
            {-0.0539, 0.0658, 0.1047},
            {-0.0057, 0.0116, 0.0700},
            {-0.0412, 0.0281, -0.0039},
            {0.1106, 0.1171, 0.1220},
            {-0.0248, 0.0682, -0.0481},
            {0.0815, 0.0846, 0.1207},
            {-0.0120, -0.0055, -0.0867},
            {-0.0749, -0.0634, -0.0456},
            {-0.1418, -0.1457, -0.1259}
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
                -0.0851),
        /** Of FLUX.2, whose latents are patches of four pixels, as ComfyUI has published it (2025). */
        FLUX_2(
                1,
                2,
                new double[][] {
                    {0.0058, 0.0113, 0.0073},
                    {0.0495, 0.0443, 0.0836},
                    {-0.0099, 0.0096, 0.0644},
                    {0.2144, 0.3009, 0.3652},
                    {0.0166, -0.0039, -0.0054},
                    {0.0157, 0.0103, -0.0160},
                    {-0.0398, 0.0902, -0.0235},
                    {-0.0052, 0.0095, 0.0109},
                    {-0.3527, -0.2712, -0.1666},
                    {-0.0301, -0.0356, -0.0180},
                    {-0.0107, 0.0078, 0.0013},
                    {0.0746, 0.0090, -0.0941},
                    {0.0156, 0.0169, 0.0070},
                    {-0.0034, -0.0040, -0.0114},
                    {0.0032, 0.0181, 0.0080},
                    {-0.0939, -0.0008, 0.0186},
                    {0.0018, 0.0043, 0.0104},
                    {0.0284, 0.0056, -0.0127},
                    {-0.0024, -0.0022, -0.0030},
                    {0.1207, -0.0026, 0.0065},
                    {0.0128, 0.0101, 0.0142},
                    {0.0137, -0.0072, -0.0007},
                    {0.0095, 0.0092, -0.0059},
                    {0.0000, -0.0077, -0.0049},
                    {-0.0465, -0.0204, -0.0312},
                    {0.0095, 0.0012, -0.0066},
                    {0.0290, -0.0034, 0.0025},
                    {0.0220, 0.0169, -0.0048},
                    {-0.0332, -0.0457, -0.0468},
                    {-0.0085, 0.0389, 0.0609},
                    {-0.0076, 0.0003, -0.0043},
                    {-0.0111, -0.0460, -0.0614}
                },
                -0.0329,
                -0.0718,
                -0.0851);

        private final double scalingFactor;
        private final int side;
        private final double[][] factors;
        private final double[] bias;

        Known(double scalingFactor, double[][] factors) {
            this(scalingFactor, factors, 0, 0, 0);
        }

        Known(double scalingFactor, double[][] factors, double... bias) {
            this(scalingFactor, 1, factors, bias);
        }

        Known(double scalingFactor, int side, double[][] factors, double... bias) {
            this.scalingFactor = scalingFactor;
            this.side = side;
            this.factors = factors;
            this.bias = bias;
        }

        /** The map, if the latents are those that it was made for: a model may have an autoencoder of its own. */
        public Optional<LinearPreview> of(double latentScalingFactor, int latentChannels) {
            boolean same = latentChannels == factors.length * side * side
                    && Math.abs(latentScalingFactor - scalingFactor) < 1e-6;
            return same ? Optional.of(known(factors, bias, side)) : Optional.empty();
        }
    }

    private final double[][] matrix;
    private final double[] bias;
    private final int side;

    private LinearPreview(double[][] matrix, double[] bias, int side) {
        this.matrix = matrix;
        this.bias = bias;
        this.side = side;
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

    private static LinearPreview known(double[][] factors, double[] bias, int side) {
        double[][] halved = new double[factors.length][];
        Arrays.setAll(
                halved,
                channel -> Arrays.stream(factors[channel]).map(it -> it / 2).toArray());
        return new LinearPreview(
                halved, Arrays.stream(bias).map(it -> (it + 1) / 2).toArray(), side);
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
            return new LinearPreview(matrix, bias, 1);
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

    /** The picture of latents {@code [1, C, h, w]}, with a pixel for each of theirs, or for each of their patches'. */
    public Picture picture(Tensor latents) {
        int height = latents.size(2);
        int width = latents.size(3);
        latents.requireShape(1, matrix.length * side * side, height, width);
        int columns = width * side;
        byte[] rgb = new byte[3 * height * side * columns];
        for (int i = 0; i < rgb.length; i++) {
            int x = i / 3 % columns;
            int y = i / 3 / columns;
            int patch = y % side * side + x % side;
            rgb[i] = color(latents, i % 3, patch, y / side * width + x / side);
        }
        return new Picture(columns, height * side, rgb);
    }

    /** Of one pixel: the place of its patch, and its own place in it. */
    private byte color(Tensor latents, int color, int patch, int place) {
        int plane = latents.size(2) * latents.size(3);
        double value = bias[color];
        for (int channel = 0; channel < matrix.length; channel++) {
            value += matrix[channel][color] * latents.get((channel * side * side + patch) * plane + place);
        }
        return Pictures.toByte((float) value);
    }
}
