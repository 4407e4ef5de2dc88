package dev.demist.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.Precision;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.random.TorchNoise;
import dev.demist.scheduler.Tensor;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The default model's prediction for a row has the same bits whoever stands beside it in the call. */
final class RowsAloneTest {

    private static final int TOKENS = 77;

    @TempDir
    static Path cache;

    private static Engine engine;
    private static CheckpointParts parts;
    private static Denoiser unet;

    @BeforeAll
    static void open() {
        engine = Engine.builder().cache(cache).precision(Precision.FLOAT32).start();
        parts = engine.parts(engine.checkpoint("emoji"));
        unet = parts.denoiser();
    }

    @AfterAll
    static void close() {
        parts.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 8, 16, 32})
    void aRowIsWhatItIsAlone(int rows) {
        compare(rows, 16);
    }

    /** From 1,024 pixels on libtorch's group norm divides a call's pixels among its threads. */
    @ParameterizedTest
    @ValueSource(ints = {32, 40})
    void aRowOfALargePictureIsWhatItIsAlone(int side) {
        compare(3, side);
    }

    /** With few queries the memory of libtorch's threads in its fused attention depended on their number. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 8, 9, 13, 16})
    void aRowOfASmallPictureIsWhatItIsAlone(int rows) {
        compare(rows, 4);
        compare(rows, 5);
    }

    /** What each thread computes depends on their number; on this machine there may be more of them than processors. */
    @ParameterizedTest
    @CsvSource({"1, FLOAT32", "4, FLOAT32", "7, FLOAT32", "8, BFLOAT16"})
    void aRowIsWhatItIsAloneOnAnyNumberOfThreads(int threads, Precision precision) {
        try (Engine engine = Engine.builder()
                        .cache(cache)
                        .precision(precision)
                        .threads(threads)
                        .start();
                CheckpointParts parts = engine.parts(engine.checkpoint("emoji"))) {
            for (int side : new int[] {1, 5, 8, 16, 17, 28, 31, 33}) {
                compare(parts.denoiser(), 2, side);
                compare(parts.denoiser(), 5, side);
            }
        }
    }

    private static void compare(int rows, int side) {
        compare(unet, rows, side);
    }

    private static void compare(Denoiser unet, int rows, int side) {
        Tensor sample = noise(1, rows, unet.shape().inChannels(), side, side);
        Tensor context = noise(2, rows, TOKENS, unet.shape().width(Conditioning.TEXT));
        double[] times = new double[rows];
        Arrays.setAll(times, row -> 1 + 997 * row % 999);
        Tensor together = predict(unet, sample, times, context);
        for (int row : new int[] {0, rows / 2, rows - 1}) {
            Tensor alone =
                    predict(unet, sample.rows(row, row + 1), new double[] {times[row]}, context.rows(row, row + 1));
            assertThat(together.rows(row, row + 1)).isEqualTo(alone);
        }
    }

    private static Tensor predict(Denoiser unet, Tensor sample, double[] times, Tensor context) {
        return unet.predict(sample, times, Conditioning.text(context)).block();
    }

    private static Tensor noise(int seed, int... shape) {
        return TorchNoise.ofSeed(seed).block(0, shape);
    }
}
