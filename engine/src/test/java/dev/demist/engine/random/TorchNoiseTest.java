package dev.demist.engine.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import dev.demist.scheduler.NoiseSource;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TorchNoiseTest {

    static Stream<JsonNode> goldens() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(Goldens.path("noise.json").toFile());
        return StreamSupport.stream(golden.get("rows").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void equalsTorchBitByBit(JsonNode golden) {
        int size = golden.get("n").asInt();
        TorchNoise noise = TorchNoise.ofSeed(golden.get("seed").asLong());
        assertThat(sha256(noise.block(0, size))).isEqualTo(golden.get("sha256").asText());
        assertThat(sha256(noise.block(1, size)))
                .isEqualTo(golden.get("sha256_second").asText());
    }

    @ParameterizedTest
    @MethodSource("goldens")
    void givesTheSecondBlockWithoutTheFirst(JsonNode golden) {
        Tensor second = TorchNoise.ofSeed(golden.get("seed").asLong())
                .block(1, golden.get("n").asInt());
        assertThat(sha256(second)).isEqualTo(golden.get("sha256_second").asText());
    }

    @Test
    void blocksDoNotDependOnTheOrderInWhichTheyAreTaken() {
        for (int size : List.of(3, 15, 16, 700)) {
            List<Tensor> inOrder = IntStream.range(0, 9)
                    .mapToObj(i -> TorchNoise.ofSeed(5).block(i, size))
                    .toList();
            TorchNoise noise = TorchNoise.ofSeed(5);
            for (int i : new int[] {8, 0, 1, 2, 2, 7, 3, 6, 4, 5}) {
                assertThat(noise.block(i, size)).isEqualTo(inOrder.get(i));
            }
        }
    }

    @Test
    void threadsDoNotDisturbEachOther() {
        TorchNoise noise = TorchNoise.ofSeed(9);
        List<Tensor> expected = IntStream.range(0, 64)
                .mapToObj(i -> TorchNoise.ofSeed(9).block(i, 1000))
                .toList();
        List<Tensor> taken = IntStream.range(0, 64)
                .parallel()
                .mapToObj(i -> noise.block(i, 1000))
                .toList();
        assertThat(taken).isEqualTo(expected);
    }

    @Test
    void farBlocksAreReachedWithoutDrawingTheOnesBefore() {
        TorchNoise noise = TorchNoise.ofSeed(3);
        assertThat(noise.block(1_000_000, 16)).isNotEqualTo(noise.block(999_999, 16));
    }

    @Test
    void aSourceStartsAtItsFirstBlock() {
        NoiseSource source = TorchNoise.ofSeed(1).from(1);
        assertThat(source.normal(2, 1, 4, 8, 8)).isEqualTo(TorchNoise.ofSeed(1).block(3, 1, 4, 8, 8));
    }

    @Test
    void aBatchIsOneBlock() {
        assertThat(TorchNoise.ofSeed(1).block(0, 2, 4, 8, 8).reshape(512))
                .isEqualTo(TorchNoise.ofSeed(1).block(0, 512));
    }

    @Test
    void aNegativeBlockIsRefused() {
        assertThatThrownBy(() -> TorchNoise.ofSeed(1).block(-1, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("block -1");
    }

    private static String sha256(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.toArray());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
