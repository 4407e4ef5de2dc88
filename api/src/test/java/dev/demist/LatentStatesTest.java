package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class LatentStatesTest {

    private static final Map<String, Object> OPTIONS = Map.of(
            "use_karras_sigmas",
            true,
            "solver_order",
            2,
            "beta_start",
            0.00085,
            "type",
            "v_prediction",
            "timesteps",
            List.of(999L, 1.5));

    private static final String WRITTEN_BY_VERSION_1 =
            "RE1TVAFNAAAADAAKbm9pc2VMZXZlbGRAK2ZmZmZmZgAJc2NoZWR1bGVycwAFZXVsZXIABGNhbGxpAAAAAwAFYXNrZWRpAAAA"
                    + "FAAIdGltZXN0ZXBkQI24AAAAAAAACGRlbm9pc2VkVAQAAAABAAAAAQAAAAIAAAACP4AAAEAAAABAQAAAQIAAAAAHb3B0aW9u"
                    + "c00AAAAFAAl0aW1lc3RlcHNMAAAAAmwAAAAAAAAD52Q/+AAAAAAAAAARdXNlX2thcnJhc19zaWdtYXNiAQAKYmV0YV9zdGFy"
                    + "dGQ/S9pRGc4HXwAEdHlwZXMADHZfcHJlZGljdGlvbgAMc29sdmVyX29yZGVyaQAAAAIABWRyYXdzaQAAAAIABHN0ZXBpAAAA"
                    + "AwAHaGlzdG9yeUwAAAABVAA/gAAAAAVzdGVwc2kAAAAUAAZzYW1wbGVUBAAAAAEAAAABAAAAAgAAAAI/gAAAQAAAAEBAAABA"
                    + "gAAASwUxYg==";

    @Property(tries = 300)
    void whatIsWrittenIsRead(@ForAll("states") LatentState state) {
        assertThat(LatentStates.read(LatentStates.write(state))).isEqualTo(state);
    }

    @Example
    void takesAtMostFivePercentMoreThanItsTensors() {
        Tensor sample = Tensor.zeros(1, 4, 16, 16);
        LatentState state = state(sample, sample, List.of(), OPTIONS);
        assertThat(LatentStates.write(state).length).isLessThan((int) (1.05 * 2 * Float.BYTES * sample.size()));
    }

    @Example
    void everyFloatKeepsItsBits() {
        Tensor odd = Tensor.of(new float[] {-0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY}, 4);
        Tensor read = LatentStates.read(LatentStates.write(state(odd, null, List.of(), Map.of())))
                .scheduler()
                .sample();
        assertThat(read).isEqualTo(odd);
    }

    @Example
    void everyFlippedBitIsFound() {
        byte[] bytes = LatentStates.write(small());
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertCorrupt(flipped);
        }
    }

    @Example
    void everyTruncationIsFound() {
        byte[] bytes = LatentStates.write(small());
        for (int length = 0; length < bytes.length; length++) {
            assertCorrupt(Arrays.copyOf(bytes, length));
        }
        assertCorrupt(Arrays.copyOf(bytes, bytes.length + 1));
    }

    @Property(tries = 2000)
    void bytesThatLieUnderARightChecksumAreReadOrRefused(@ForAll int at, @ForAll byte value, @ForAll int word) {
        byte[] bytes = LatentStates.write(small());
        int place = Math.floorMod(at, bytes.length - 8);
        bytes[place] = value;
        assertReadOrRefused(sealed(bytes));
        ByteBuffer.wrap(bytes).putInt(place, word);
        assertReadOrRefused(sealed(bytes));
    }

    @Example
    void hugeSizesAreRefusedBeforeAnythingIsAllocated() {
        byte[] bytes = LatentStates.write(small());
        for (int place = 5; place < bytes.length - 8; place++) {
            for (int size : new int[] {Integer.MAX_VALUE, 0x10000000, -1}) {
                byte[] lying = bytes.clone();
                ByteBuffer.wrap(lying).putInt(place, size);
                assertReadOrRefused(sealed(lying));
            }
        }
    }

    @Example
    void deepNestingIsRefused() {
        ByteBuffer bytes = ByteBuffer.allocate(5 + 5 * 10_000 + 4).put(new byte[] {'D', 'M', 'S', 'T', 1});
        for (int i = 0; i < 10_000; i++) {
            bytes.put((byte) 'L').putInt(1);
        }
        assertThatThrownBy(() -> LatentStates.read(sealed(bytes.array()))).hasMessageContaining("nested");
    }

    @Example
    void anotherVersionIsNamed() {
        byte[] bytes = LatentStates.write(small());
        bytes[4] = 4;
        assertThatThrownBy(() -> LatentStates.read(bytes)).hasMessageContaining("version 4 is not known");
        assertThatThrownBy(() -> LatentStates.read(sealed(bytes))).hasMessageContaining("version 4 is not known");
    }

    @Example
    void aCustomScheduleIsKeptAndMarkedByTheVersion() {
        LatentState plain = small();
        for (SchedulerChoice choice : List.of(
                SchedulerChoice.of("euler").withTimesteps(999, 500.5),
                SchedulerChoice.of("euler").withSigmas(14.6, 1, 0))) {
            LatentState state = new LatentState(1, 2, 999, 14.6, new Schedule(choice, 2), plain.scheduler());
            byte[] bytes = LatentStates.write(state);
            assertThat(bytes[4]).isEqualTo((byte) 2);
            assertThat(LatentStates.read(bytes)).isEqualTo(state);
        }
        assertThat(LatentStates.write(plain)[4]).as("older releases read it").isEqualTo((byte) 1);
    }

    @Example
    void aFullPassIsKeptAndMarkedByTheVersion() {
        LatentState plain = small();
        FullPass full = new FullPass(2, Tensor.of(new float[] {5, 6, 7, 8}, 1, 1, 2, 2));
        LatentState state = new LatentState(3, 20, 951, 13.7, plain.schedule(), plain.scheduler(), full);
        byte[] bytes = LatentStates.write(state);
        assertThat(bytes[4]).isEqualTo((byte) 3);
        assertThat(LatentStates.read(bytes)).isEqualTo(state).isNotEqualTo(plain);
    }

    @Example
    void aStateThatVersion1WroteIsRead() {
        assertThat(LatentStates.read(Base64.getDecoder().decode(WRITTEN_BY_VERSION_1)))
                .isEqualTo(small());
    }

    @Example
    void anOptionOfAnUnknownTypeIsRefused() {
        LatentState state = state(Tensor.zeros(1), null, List.of(), Map.of("thread", new Object()));
        assertThatThrownBy(() -> LatentStates.write(state)).isInstanceOf(IllegalArgumentException.class);
    }

    @Provide
    Arbitrary<LatentState> states() {
        Arbitrary<Tensor> tensors = Arbitraries.integers()
                .between(0, 5)
                .list()
                .ofMaxSize(4)
                .flatMap(shape ->
                        tensors(shape.stream().mapToInt(Integer::intValue).toArray()));
        Arbitrary<Map<String, Object>> options = Arbitraries.maps(
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.of(true, 7, -3L, 0.1, "text \ud83d \0 é", List.of("a", 1)))
                .ofMaxSize(4);
        return Combinators.combine(
                        tensors, tensors.injectNull(0.3), tensors.list().ofMaxSize(3), options)
                .as(LatentStatesTest::state);
    }

    private static Arbitrary<Tensor> tensors(int[] shape) {
        int size = Tensor.zeros(shape).size();
        return Arbitraries.floats().array(float[].class).ofSize(size).map(values -> Tensor.of(values, shape));
    }

    private static LatentState small() {
        Tensor sample = Tensor.of(new float[] {1, 2, 3, 4}, 1, 1, 2, 2);
        return state(sample, sample, List.of(Tensor.full(1)), OPTIONS);
    }

    private static LatentState state(
            Tensor sample, @Nullable Tensor denoised, List<Tensor> history, Map<String, Object> options) {
        Schedule schedule = new Schedule(new SchedulerChoice(options.isEmpty() ? null : "euler", options), 20);
        return new LatentState(3, 20, 951, 13.7, schedule, new SchedulerState(3, 2, sample, denoised, history));
    }

    private static byte[] sealed(byte[] bytes) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, bytes.length - 4);
        ByteBuffer.wrap(bytes).putInt(bytes.length - 4, (int) checksum.getValue());
        return bytes;
    }

    private static void assertReadOrRefused(byte[] bytes) {
        try {
            LatentStates.read(bytes);
        } catch (DemistException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE);
        }
    }

    private static void assertCorrupt(byte[] bytes) {
        assertThatThrownBy(() -> LatentStates.read(bytes))
                .isInstanceOf(DemistException.class)
                .hasFieldOrPropertyWithValue("code", ErrorCode.CORRUPT_FILE);
    }
}
