package dev.demist.engine.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.test.StepVerifier;

final class ControlBatcherTest {

    private static final String RESIDUAL = "mid_block_additional_residual";

    private final FakeControlNet model = new FakeControlNet();
    private final ControlBatcher batcher = new ControlBatcher(model, new BatchLimit(8, 8));
    private final List<Conditioning> answers = new ArrayList<>();

    @Test
    void callsThatWaitJoinTheNextOneAndEachGetsItsRows() {
        predict(1, 1, 4);
        predict(2, 2, 4);
        predict(3, 1, 4);
        model.complete();
        model.complete();
        assertThat(model.rows).containsExactly(1, 3);
        assertThat(answers).containsExactly(residual(1, 1), residual(2, 2), residual(3, 1));
    }

    @Test
    void picturesOfOtherSizesStayApart() {
        predict(1, 1, 4);
        predict(2, 1, 4);
        predict(3, 1, 8);
        model.complete();
        model.complete();
        model.complete();
        assertThat(model.rows).containsExactly(1, 1, 1);
    }

    @Test
    void closingFailsWhatWaitsAndClosesTheControlNet() {
        predict(1, 1, 4);
        StepVerifier.create(batcher.predict(Tensor.zeros(1, 1, 2, 2), new double[1], inputs(2, 1, 4)))
                .then(batcher::close)
                .verifyErrorMatches(error -> ((DemistException) error).code() == ErrorCode.ENGINE_FAILED);
        assertThat(model.closed).isTrue();
    }

    private void predict(float scale, int rows, int side) {
        batcher.predict(Tensor.zeros(rows, 1, 2, 2), new double[rows], inputs(scale, rows, side))
                .subscribe(answers::add);
    }

    private static Conditioning inputs(float scale, int rows, int side) {
        return Conditioning.NONE
                .with(ControlNet.PICTURE, Tensor.zeros(rows, 3, side, side))
                .with(ControlNet.SCALE, Tensor.full(scale, rows));
    }

    private static Conditioning residual(float scale, int rows) {
        return Conditioning.NONE.with(RESIDUAL, Tensor.full(scale, rows, 1));
    }

    /** Its residual is its scale; its calls end when the test says so. For one thread. */
    private static final class FakeControlNet implements ControlNet {

        private final List<Integer> rows = new ArrayList<>();
        private Runnable end = () -> {};
        private boolean closed;

        @Override
        public Mono<Conditioning> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
            return Mono.create(sink -> begin(sink, conditioning.get(SCALE).orElseThrow()));
        }

        private void begin(MonoSink<Conditioning> sink, Tensor scale) {
            rows.add(scale.size(0));
            end = () -> sink.success(Conditioning.NONE.with(RESIDUAL, scale.reshape(scale.size(0), 1)));
        }

        private void complete() {
            end.run();
        }

        @Override
        public int pictureScale() {
            return 2;
        }

        @Override
        public int pictureChannels() {
            return 3;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
