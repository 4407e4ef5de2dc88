package dev.demist.engine.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.Precision;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Calls that fail, and calls whose network or device is closed meanwhile. */
class FailingCallTest {

    private static final int FAILURES = 1000;
    private static final Tensor LARGE = Tensor.zeros(1, 1, 512, 512);
    private static final Tensor OTHER = Tensor.zeros(1, 1, 3, 3);

    private Device device;
    private Network network;
    private Program sum;

    @BeforeEach
    void open() {
        device = Device.open(1, Precision.FLOAT32);
        Input a = new Input("a");
        Input b = new Input("b");
        Graph graph = new Graph(List.of(a, b), List.of(a.plus(b)));
        network = Network.load(device, new WeightMap("nothing", Map.of()), Precision.FLOAT32, List.of(graph));
        sum = network.program(graph);
    }

    @AfterEach
    void close() {
        device.close();
    }

    @Test
    void aThousandFailuresLeaveNothingBehind() {
        fail(1); // what is made once
        long before = NativeArrays.count(device);
        fail(FAILURES);
        assertThat(NativeArrays.count(device)).isEqualTo(before);
        StepVerifier.create(sum.run(List.of(LARGE, LARGE)))
                .expectNext(List.of(LARGE))
                .verifyComplete();
    }

    private void fail(int times) {
        Long failed = Flux.range(0, times)
                .concatMap(
                        i -> sum.run(List.of(LARGE, OTHER)).then(Mono.just(0)).onErrorReturn(1))
                .filter(outcome -> outcome == 1)
                .count()
                .block();
        assertThat(failed).isEqualTo(times);
    }

    @Test
    void whatTheNativeEngineRefusesIsATypedErrorThatSaysWhy() {
        assertThatThrownBy(() -> sum.run(List.of(LARGE, OTHER)).block())
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENGINE_FAILED))
                .hasMessageContaining("The size of tensor a (512) must match the size of tensor b (3)");
    }

    @Test
    void tooMuchMemoryIsATypedErrorThatSaysWhatToDo() {
        Input a = new Input("a"); // 2^48 bytes are more than a process can address
        Graph graph = new Graph(List.of(a), List.of(a.apply("torch.repeat", List.of(1 << 14, 1 << 14, 1, 1))));
        assertThatThrownBy(() -> network.program(graph).run(List.of(LARGE)).block())
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContaining("smaller picture");
    }

    @Test
    void aNetworkThatIsClosedMeanwhileAnswersOrFailsButNeverHangs() {
        Flux<Boolean> outcomes = Flux.range(0, 64)
                .doOnNext(i -> {
                    if (i == 32) {
                        network.close();
                    }
                })
                .flatMap(i -> sum.run(List.of(LARGE, LARGE)).hasElement().onErrorReturn(false), 4);
        List<Boolean> each = outcomes.collectList().block();
        assertThat(each).hasSize(64).startsWith(true).endsWith(false);
    }

    @Test
    void aClosedNetworkSaysSo() {
        network.close();
        StepVerifier.create(sum.run(List.of(LARGE, LARGE)))
                .expectErrorMatches(e -> e instanceof DemistException known
                        && known.code() == ErrorCode.ENGINE_FAILED
                        && known.getMessage().contains("closed"))
                .verify();
    }
}
