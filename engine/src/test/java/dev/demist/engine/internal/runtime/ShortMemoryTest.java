package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.scheduler.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks on a device whose memory is too small for all of them; the processors stand in for it. */
class ShortMemoryTest {

    private static final int WIDTH = 256;
    private static final long BYTES = 4L * WIDTH * WIDTH;
    private static final Tensor INPUT = Tensor.full(1, 1, WIDTH);

    private Device device;

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void networksTakeTurnsAndComputeTheSameEachTime() {
        open(BYTES + BYTES / 2);
        Program one = program(1);
        Program two = program(2);
        List<Tensor> first = run(one);
        long alone = ownBytes();
        for (int i = 0; i < 3; i++) {
            assertThat(run(two).get(0).get(0)).isEqualTo(2f * WIDTH);
            assertThat(ownBytes()).isEqualTo(alone);
            assertThat(run(one)).isEqualTo(first);
            assertThat(ownBytes()).isEqualTo(alone);
        }
    }

    @Test
    void bothStayWhereBothFit() {
        open(2 * BYTES);
        Program one = program(1);
        Program two = program(2);
        run(one);
        long alone = ownBytes();
        run(two);
        run(one);
        assertThat(ownBytes()).isEqualTo(2 * alone);
    }

    @Test
    void aCallThatNeedsTooMuchFailsOthersLeaveForItAndTheNextIsServed() {
        open(0);
        Program one = program(1);
        List<Tensor> before = run(one);
        Input a = new Input("a"); // 2^48 bytes and more cannot be addressed
        Graph graph = new Graph(List.of(a), List.of(a.apply("torch.repeat", List.of(1 << 20, 1 << 20))));
        Program large = network(Map.of(), graph).program(graph);
        assertThatThrownBy(() -> run(large))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContainingAll(
                        "not enough memory on " + place(), "GiB more were asked for", "without a bound");
        assertThat(ownBytes()).isZero();
        assertThat(run(one)).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CUDA out of memory. Tried to allocate 2.50 GiB. GPU 0 has a total capacity of 8 GiB| 2.50 GiB more",
                "MPS backend out of memory (MPS allocated: 8.1 GB). Tried to allocate 256.00 MB on p| 256.00 MB more",
                "[enforce fail] . DefaultCPUAllocator: can't allocate memory: you tried to allocate 3145728 bytes."
                        + "| 3 MiB more",
                "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`| for this call, 6.0 GiB",
                "CUDA error: out of memory| for this call, 6.0 GiB",
                "c10::OutOfMemoryError| for this call, 6.0 GiB",
            })
    void everyWordingOfLibtorchNamesTheDeviceTheBudgetAndWhatWasAsked(String text, String said) {
        open(0);
        NativeErrors errors = new NativeErrors(ComputeDevice.cuda(1), 6L << 30);
        DemistException error = errors.translate(new EngineException("The following operation failed\n" + text));
        assertThat(error.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
        assertThat(error).hasMessageContainingAll("cuda:1", said, "6.0 GiB are for weights", "smaller picture");
    }

    private void open(long budget) {
        device = open(new DeviceSettings(place(), 1, Precision.FLOAT32, it -> budget));
    }

    /** The device whose memory is short. */
    ComputeDevice place() {
        return ComputeDevice.cuda(1);
    }

    Device open(DeviceSettings settings) {
        return PlainDevice.standIn(settings);
    }

    /** A linear layer without a bias, with halves, which are converted. */
    private Program program(float value) {
        Input x = new Input("x");
        Linear layer = Linear.of(Scope.ROOT.child("a"), WIDTH, WIDTH, false);
        Graph graph = new Graph(List.of(x), List.of(layer.apply(x)));
        return network(Map.of("a.weight", weight(value)), graph).program(graph);
    }

    private Network network(Map<String, Weight> weights, Graph graph) {
        return Network.load(device, new WeightMap("test", weights), Precision.FLOAT32, List.of(graph));
    }

    private static Weight weight(float value) {
        ByteBuffer data = ByteBuffer.allocateDirect(2 * WIDTH * WIDTH).order(ByteOrder.LITTLE_ENDIAN);
        short half = (short) (value == 1 ? 0x3c00 : 0x4000);
        while (data.hasRemaining()) {
            data.putShort(half);
        }
        data.flip();
        return new Weight("a.weight", DType.F16, new int[] {WIDTH, WIDTH}, Path.of("test"), WeightSource.of(data));
    }

    private static List<Tensor> run(Program program) {
        return program.run(List.of(INPUT)).block();
    }

    private long ownBytes() {
        return device.await(() -> NativeArrays.ownBytes(device));
    }
}
