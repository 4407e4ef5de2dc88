package dev.demist.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every byte of every recorded draw of {@code torch.randn}. */
final class TorchNoiseTest {

    @TestFactory
    Stream<DynamicTest> sameBytesAsTorch() throws IOException {
        JsonNode recorded =
                new ObjectMapper().readTree(Goldens.root().resolve("noise.json").toFile());
        return StreamSupport.stream(recorded.get("rows").spliterator(), false)
                .map(row -> DynamicTest.dynamicTest(
                        "seed " + row.get("seed") + ", " + row.get("n") + " values", () -> compare(row)));
    }

    private static void compare(JsonNode row) {
        TorchNoise noise = TorchNoise.ofSeed(row.get("seed").asLong());
        int n = row.get("n").asInt();
        assertThat(noise.block(0, n).get(0))
                .isEqualTo((float) row.get("first").get(0).asDouble());
        assertThat(sha256(noise.block(0, n))).isEqualTo(row.get("sha256").asText());
        assertThat(sha256(noise.block(1, n))).isEqualTo(row.get("sha256_second").asText());
    }

    @Test
    void aSourceCountsFromItsFirstBlock() {
        TorchNoise noise = TorchNoise.ofSeed(3);
        assertThat(noise.from(2).normal(1, 1, 4, 5, 5)).isEqualTo(noise.block(3, 1, 4, 5, 5));
    }

    @Test
    void farBlocksAreReachedWithoutDrawingTheOnesBefore() {
        TorchNoise noise = TorchNoise.ofSeed(3);
        assertThat(noise.block(1_000_000, 16)).isNotEqualTo(noise.block(999_999, 16));
    }

    private static String sha256(Tensor tensor) {
        ByteBuffer bytes = ByteBuffer.allocate(tensor.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(tensor.buffer());
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
