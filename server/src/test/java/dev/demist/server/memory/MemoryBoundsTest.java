package dev.demist.server.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

class MemoryBoundsTest {

    private final Memory memory = new Memory(100);

    private Sinks.Empty<Void> hold(long bytes) {
        Sinks.Empty<Void> work = Sinks.empty();
        memory.holding(bytes, work.asMono()).subscribe();
        return work;
    }

    @Test
    void workWaitsUntilWhatItNeedsIsFreeFirstComeFirstServed() {
        Sinks.Empty<Void> first = hold(60);
        Sinks.Empty<Void> second = hold(60);
        Sinks.Empty<Void> third = hold(10);
        assertThat(memory.free()).as("the small one does not overtake").isEqualTo(40);
        first.tryEmitEmpty();
        assertThat(memory.free()).isEqualTo(30);
        second.tryEmitError(new IllegalStateException("also gives back"));
        third.tryEmitEmpty();
        assertThat(memory.free()).isEqualTo(100);
    }

    @Test
    void whatNeedsMoreThanThereIsHasEverything() {
        Sinks.Empty<Void> large = hold(1000);
        assertThat(memory.free()).isZero();
        Sinks.Empty<Void> none = hold(0);
        none.tryEmitEmpty();
        large.tryEmitEmpty();
        assertThat(memory.free()).isEqualTo(100);
    }

    @Test
    void whatIsCancelledGivesBackOrLeavesTheQueue() {
        Sinks.Empty<Void> first = hold(60);
        Disposable waiting = memory.holding(60, Sinks.<Void>empty().asMono()).subscribe();
        Sinks.Empty<Void> behind = hold(40);
        waiting.dispose();
        assertThat(memory.free()).as("the one behind has its turn").isZero();
        behind.tryEmitEmpty();
        first.tryEmitEmpty();
        Disposable running = memory.holding(60, Sinks.<Void>empty().asMono()).subscribe();
        running.dispose();
        assertThat(memory.free()).isEqualTo(100);
    }

    @Test
    void whatCannotWaitIsRefusedAndGivesBackOnce() {
        Runnable giveBack = memory.take("body", 80);
        assertThatThrownBy(() -> memory.take("body", 30))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY))
                .hasMessageContainingAll("body", "30", "20", "100");
        giveBack.run();
        giveBack.run();
        assertThat(memory.free()).isEqualTo(100);
    }
}
