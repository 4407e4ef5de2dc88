package dev.demist.engine.internal.weights.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SafetensorsPropertyTest {

    @Property(tries = 300)
    void whatWasWrittenIsRead(
            @ForAll("names") Set<String> names, @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> s) {
        int[] shape = s.stream().mapToInt(Integer::intValue).toArray();
        int count = s.stream().reduce(1, (a, b) -> a * b);
        Safetensors file = new Safetensors();
        for (String name : names) {
            byte[] bytes = new byte[count];
            Arrays.fill(bytes, (byte) name.hashCode());
            file.tensor(name, "U8", shape, bytes);
        }
        Weights weights = Safetensors.read(file.bytes());
        assertThat(weights.names()).containsExactlyElementsOf(names);
        for (String name : names) {
            Weight weight = weights.find(name).orElseThrow();
            assertThat(weight.shape()).containsExactly(shape);
            assertThat(weight.data().remaining()).isEqualTo(count);
            assertThat(count == 0 || weight.data().get(count - 1) == (byte) name.hashCode())
                    .isTrue();
        }
    }

    /**
     * A flip in the data cannot be seen: the format has no checksum. In the header it is read or refused, never worse.
     */
    @Property(tries = 2000)
    void aFlippedBitIsReadOrRefused(@ForAll @IntRange(max = 100_000) int at, @ForAll @IntRange(max = 7) int bit) {
        byte[] file = new Safetensors()
                .f32("w", new int[] {2}, 1, 2)
                .f32("v", new int[0], 3)
                .bytes();
        file[at % file.length] ^= (byte) (1 << bit);
        try {
            Weights weights = Safetensors.read(file);
            assertThat(weights.names().stream()
                            .mapToInt(name ->
                                    weights.find(name).orElseThrow().data().remaining())
                            .sum())
                    .isLessThanOrEqualTo(file.length);
        } catch (DemistException refused) {
            assertThat(refused).hasMessageContaining("x.safetensors");
        }
    }

    @Property(tries = 1000)
    void anyBytesAreReadOrRefused(@ForAll byte[] header, @ForAll @Size(max = 20) byte[] data) {
        try {
            Safetensors.read(Safetensors.file(header, data));
        } catch (DemistException refused) {
            assertThat(refused).hasMessageContaining("x.safetensors");
        }
    }

    @Provide
    Arbitrary<Set<String>> names() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .withChars('.', '_', 'é', '文')
                .ofMinLength(1)
                .ofMaxLength(40)
                .set()
                .ofMaxSize(6);
    }
}
