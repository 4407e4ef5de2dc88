package dev.demist.server.run.ephemeral;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.GenerationRequest;
import dev.demist.server.run.Marks;
import dev.demist.server.run.Progress;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.request.RunRequest;
import dev.demist.server.testing.MemoryStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

class EphemeralStoreTest {

    private final Instant start = Instant.parse("2026-11-28T12:00:00Z");
    private Instant now = start;
    private final EphemeralStore store = new EphemeralStore(new MemoryStore(), () -> now);

    private Run added(String id) {
        RunRequest recipe =
                RunRequest.of(GenerationRequest.builder("x").seed(1L).build());
        Progress done = Progress.accepted(0, 2).ended(Status.DONE, start, null);
        Run run = new Run(id, "me", recipe, null, id, start, Marks.NONE.ephemeral(true), done);
        store.records().insert(List.of(run), Map.of()).block();
        return run;
    }

    private List<String> forgettable() {
        return store.forgettable().stream().map(Run::id).toList();
    }

    @Test
    void runThatIsNotSeenForTenMinutesIsForgotten() {
        added("A");
        Disposable viewer = store.seen("A", Flux.never()).subscribe();
        now = start.plus(EphemeralStore.UNSEEN.multipliedBy(2));
        assertThat(forgettable()).as("seen").isEmpty();
        viewer.dispose();
        now = now.plus(EphemeralStore.UNSEEN);
        assertThat(forgettable()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(forgettable()).containsExactly("A");
    }

    @Test
    void replacedRunIsForgottenSoon() {
        added("A");
        added("B");
        store.replaced("A");
        assertThat(forgettable()).isEmpty();
        now = start.plus(EphemeralStore.REPLACED).plusSeconds(1);
        assertThat(forgettable()).containsExactly("A");
    }

    @Test
    void ofTooManyTheOldestAreForgotten() {
        for (int i = 0; i < EphemeralStore.PER_USER + 2; i++) {
            added("R" + (100 + i));
        }
        assertThat(forgettable()).containsExactlyInAnyOrder("R100", "R101");
    }
}
