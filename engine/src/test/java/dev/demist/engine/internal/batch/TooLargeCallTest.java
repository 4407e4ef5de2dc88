package dev.demist.engine.internal.batch;

import static dev.demist.engine.internal.batch.Run.upTo;
import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.scheduler.Tensor;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

/** A call for which the device has not enough memory. */
final class TooLargeCallTest {

    private static final DemistException SHORT = new DemistException(ErrorCode.OUT_OF_MEMORY, "too large");

    private final FakeDenoiser model = new FakeDenoiser();
    private final StepBatcher batcher = new StepBatcher(model, upTo(8), ObservationRegistry.NOOP);
    private final List<Tensor> answers = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    /** A call of one row in flight, and four that will join. */
    @BeforeEach
    void begin() {
        for (int i = 0; i < 5; i++) {
            ask("user" + i);
        }
        model.complete();
        assertThat(model.calls).containsExactly(1, 4);
    }

    private Disposable ask(String user) {
        Run run = Run.of(user);
        return run.predict(batcher, run.start(), 0).subscribe(answers::add, errors::add);
    }

    @Test
    void itsStepsAreComputedOneByOne() {
        model.fail(SHORT);
        complete(4);
        assertThat(model.calls).containsExactly(1, 4, 1, 1, 1, 1);
        assertThat(answers).hasSize(5);
        assertThat(errors).isEmpty();
    }

    @Test
    void onlyTheStepThatIsTooLargeAloneFails() {
        model.fail(SHORT);
        model.complete();
        model.fail(SHORT);
        complete(2);
        assertThat(answers).hasSize(4);
        assertThat(errors).containsExactly(SHORT);
    }

    @Test
    void laterCallsHaveHalfOfTheRowsAtMost() {
        model.fail(SHORT);
        for (int i = 0; i < 4; i++) {
            ask("later" + i);
        }
        complete(6);
        assertThat(model.calls)
                .startsWith(1, 4, 1)
                .filteredOn(rows -> rows == 2)
                .hasSize(2);
        assertThat(model.calls.stream().skip(2)).allMatch(rows -> rows <= 2);
        assertThat(answers).hasSize(9);
    }

    @Test
    void otherFailuresAreEverybodys() {
        model.fail(new DemistException(ErrorCode.ENGINE_FAILED, "broken"));
        assertThat(errors).hasSize(4);
        assertThat(model.calls).hasSize(2);
    }

    @Test
    void whoLeftMeanwhileIsNotComputedAgain() {
        Disposable leaving = ask("leaving");
        model.complete();
        ask("other");
        model.complete();
        int before = model.calls.size();
        ask("a");
        Disposable left = ask("b");
        ask("c");
        model.complete();
        left.dispose();
        model.fail(SHORT);
        complete(2);
        assertThat(leaving.isDisposed()).isTrue();
        assertThat(model.calls.subList(before, model.calls.size())).endsWith(3, 1, 1);
    }

    @Test
    void afterClosingNothingIsTriedAgain() {
        batcher.close();
        model.fail(SHORT);
        assertThat(errors).hasSize(4).containsOnly(SHORT);
    }

    private void complete(int calls) {
        for (int i = 0; i < calls; i++) {
            model.complete();
        }
    }
}
