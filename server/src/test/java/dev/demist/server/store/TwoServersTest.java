package dev.demist.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.store.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** Two nodes with the same records. */
@ParameterizedClass
@EnumSource
class TwoServersTest {

    @Parameter
    private TestDatabase database = TestDatabase.SQLITE;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private volatile Instant now = START;
    private final List<SqlRecords> opened = new ArrayList<>();
    private final Run run = RunStoreTest.run("A", "me", "x", Status.RUNNING);

    private SqlRecords open(String node) {
        InstantSource clock = () -> now;
        SqlRecords records = database.records(folder, node, clock);
        opened.add(records);
        return records;
    }

    private SqlRecords first() {
        SqlRecords records = open("first");
        records.insert(List.of(run), Map.of()).block(PATIENCE);
        return records;
    }

    @AfterEach
    void close() {
        opened.forEach(SqlRecords::close);
    }

    private static <T> T wait(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    @Test
    void runsOfALivingNodeAreNotTaken() {
        SqlRecords first = first();
        SqlRecords second = open("second");
        assertThat(wait(second.recover())).isEmpty();
        for (int i = 0; i < 5; i++) {
            pass(Duration.ofSeconds(20));
            assertThat(wait(first.renew()).held()).containsExactly("A");
            assertThat(wait(second.renew())).isEqualTo(new Lease(Set.of(), List.of()));
        }
    }

    @Test
    void runsOfADeadNodeAreTakenOnceTheirLeaseHasEnded() {
        first();
        SqlRecords second = open("second");
        pass(Duration.ofSeconds(29));
        assertThat(wait(second.renew()).taken()).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(wait(second.renew()).taken()).containsExactly(run);
        assertThat(wait(second.renew()).taken()).as("only once").isEmpty();
        assertThat(wait(second.renew()).held()).containsExactly("A");
    }

    @Test
    void nodeThatHasLostItsLeaseChangesNothing() {
        SqlRecords first = first();
        SqlRecords second = open("second");
        pass(Duration.ofSeconds(31));
        wait(second.renew());
        Run done = run.with(RunStoreTest.progress(Status.DONE));
        StepVerifier.create(first.update(done))
                .expectErrorSatisfies(error -> assertThat(error)
                        .isInstanceOfSatisfying(
                                DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFLICT)))
                .verify(PATIENCE);
        assertThat(wait(second.find("A"))).isEqualTo(run);
        assertThat(wait(first.renew()).held()).isEmpty();
    }

    @Test
    void restartedNodeTakesItsOwnRunsAtOnce() {
        first().close();
        assertThat(wait(open("first").recover())).containsExactly(run);
    }
}
