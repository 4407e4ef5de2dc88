package dev.demist.engine.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.safetensors.Safetensors;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights of 8 bits with scales beside them. */
class ScaledWeightsTest {

    /** 1, 2, 0.5 and -1.5 in E4M3. */
    private static final byte[] E4M3 = {0x38, 0x40, 0x30, (byte) 0xbc};

    @TempDir
    Path folder;

    private final Safetensors file = new Safetensors().tensor("a.b.weight", "F8_E4M3", new int[] {2, 2}, E4M3);

    @ParameterizedTest
    @ValueSource(strings = {"a.b.scale_weight", "a.b.weight_scale"})
    void oneScaleIsForAllOfAWeight(String scale) throws IOException {
        file.f32(scale, new int[] {}, 3);
        assertThat(values()).containsExactly(3, 6, 1.5f, -4.5f);
    }

    @Test
    void aScaleForEachRow() throws IOException {
        file.f32("a.b.weight_scale", new int[] {2, 1}, 2, 10);
        assertThat(values()).containsExactly(2, 4, 5, -15);
    }

    @Test
    void marksAndScalesOfActivationsChangeNothing() throws IOException {
        file.f32("a.b.scale_weight", new int[] {1}, 1)
                .f32("a.b.scale_input", new int[] {1}, 5)
                .f32("a.b.bias", new int[] {1}, 7)
                .tensor("scaled_fp8", "F8_E4M3", new int[] {0}, new byte[0]);
        assertThat(open().names()).containsExactly("a.b.weight", "a.b.bias");
        assertThat(values()).containsExactly(1, 2, 0.5f, -1.5f);
    }

    @Test
    void aScaleWithoutItsWeightStays() throws IOException {
        file.f32("c.scale_weight", new int[] {1}, 1);
        assertThat(open().names()).containsExactly("a.b.weight", "c.scale_weight");
    }

    @Test
    void withoutScalesTheNumbersAreAsStored() throws IOException {
        assertThat(values()).containsExactly(1, 2, 0.5f, -1.5f);
        assertThat(open().find("a.b.weight").orElseThrow().isComputed()).isFalse();
    }

    @Test
    void scalesOfBlocksAreRefusedByName() throws IOException {
        file.f32("a.b.weight_scale", new int[] {1, 2}, 2, 10)
                .tensor("c.weight", "U8", new int[] {1, 1}, new byte[1])
                .f32("c.weight_scale", new int[] {1}, 1);
        assertThatThrownBy(this::open)
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("'a.b.weight' is quantized", "F8_E4M3 [2, 2]", "a.b.weight_scale", "[1, 2]");
    }

    @Test
    void formatsWithoutANoteAreKnownByTheirScales() throws IOException {
        file.tensor("a.b.weight_scale", "U8", new int[] {2, 1}, new byte[2]);
        assertThatThrownBy(this::open).hasMessageContaining("'a.b.weight' is quantized as MXFP8");
        file.f32("c.weight_scale_2", new int[] {}, 1);
        assertThatThrownBy(this::open).hasMessageContainingAll("NVFP4", "'c.weight_scale_2'", "GGUF", "--transformer");
    }

    @Test
    void wholeNumbersWithoutANoteAreRefusedByName() throws IOException {
        file.tensor("c.weight", "I8", new int[] {1, 1}, new byte[1]).f32("c.weight_scale", new int[] {1}, 1);
        assertThatThrownBy(this::open)
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("'c.weight' is quantized", "I8 [1, 1]");
    }

    private void int8(String note, int... shape) {
        byte[] json = note.getBytes(StandardCharsets.UTF_8);
        file.tensor("c.weight", "I8", shape, new byte[] {2, 0, 0, 4})
                .f32("c.weight_scale", new int[] {1, 1}, 3)
                .tensor("c.comfy_quant", "U8", new int[] {json.length}, json);
    }

    @Test
    void wholeNumbersAreTurnedBack() throws IOException {
        int8("{\"format\": \"int8_tensorwise\", \"convrot\": true, \"convrot_groupsize\": 4}", 1, 4);
        Weight weight = open().find("c.weight").orElseThrow();
        assertThat(FloatValues.of(weight)).containsExactly(-3, 9, 9, 3);
        assertThat(weight.source())
                .isInstanceOfSatisfying(WeightSource.Dequantized.class, source -> assertThat(source.format())
                        .isEqualTo("int8_convrot"));
    }

    @Test
    void formatsThatAreNotKnownAreRefusedByName() {
        int8("{\"format\": \"nvfp4\"}", 1, 4);
        assertThatThrownBy(this::open).hasMessageContainingAll("'c.comfy_quant'", "\"nvfp4\"", "int8_tensorwise");
    }

    @Test
    void formatsOfOtherProgramsAreRefusedByName() {
        file.tensor("a.b.weight.quant_state.bitsandbytes__nf4", "U8", new int[] {1}, new byte[1]);
        assertThatThrownBy(this::open).hasMessageContainingAll("NF4 of bitsandbytes", "GGUF");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "{\"format\": \"int8_tensorwise\", \"convrot\": true}",
                "{\"format\": \"int8_tensorwise\", \"convrot\": true, \"convrot_groupsize\": 8}",
                "{\"format\": \"int8_tensorwise\", \"convrot\": true, \"convrot_groupsize\": 16}"
            })
    void damagedNotesAreRefused(String note) {
        int8(note, 1, 4);
        assertThatThrownBy(this::open).isInstanceOfSatisfying(DemistException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.CORRUPT_FILE));
    }

    private Weights open() throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("w.safetensors"), file.bytes()), null);
    }

    private float[] values() throws IOException {
        return FloatValues.of(open().find("a.b.weight").orElseThrow());
    }
}
