package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.Goldens;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Quantised weights against the values that the implementations of others give them. */
class QuantisedGoldenTest {

    @TestFactory
    Stream<DynamicTest> gguf() {
        return weights("blocks.gguf")
                .map(weight -> DynamicTest.dynamicTest(
                        weight.name(), () -> assertThat(FloatValues.of(weight)).isEqualTo(expected(weight))));
    }

    /** Rotations were recorded in float64, so the last places differ. */
    @TestFactory
    Stream<DynamicTest> eightBitsWithScales() {
        return weights("eight.safetensors")
                .map(weight -> DynamicTest.dynamicTest(weight.name(), () -> assertThat(Goldens.deviation(
                                Tensor.wrap(FloatValues.of(weight), weight.shape()),
                                Tensor.wrap(expected(weight), weight.shape())))
                        .isLessThan(1e-6)));
    }

    @TestFactory
    Stream<DynamicTest> rowsAreComputedOnTheirOwn() {
        return Stream.concat(weights("blocks.gguf"), weights("eight.safetensors"))
                .map(weight -> DynamicTest.dynamicTest(weight.name(), () -> {
                    float[] all = FloatValues.of(weight);
                    int row = all.length / weight.shape()[0];
                    assertThat(FloatValues.of(weight.rows(1, 2))).isEqualTo(Arrays.copyOfRange(all, row, 3 * row));
                }));
    }

    private static Stream<Weight> weights(String file) {
        return WeightFiles.open(Goldens.path("quantised/" + file), null).all();
    }

    private static float[] expected(Weight weight) {
        Weight recorded = WeightFiles.open(Goldens.path("quantised/values.safetensors"), null)
                .find(weight.name())
                .orElseThrow();
        assertThat(weight.shape()).isEqualTo(recorded.shape());
        return FloatValues.of(recorded);
    }
}
