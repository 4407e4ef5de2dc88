package dev.demist.server.store;

import static dev.demist.server.store.RunStoreTest.await;
import static dev.demist.server.store.RunStoreTest.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.server.run.Run;
import dev.demist.server.run.Status;
import dev.demist.server.run.store.Lease;
import dev.demist.server.run.store.Purge;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Several servers with one PostgreSQL and one folder. */
@EnabledIf(value = "dev.demist.server.testing.Postgres#isInstalled", disabledReason = "PostgreSQL is not installed")
class SharedStoreTest {

    private static final int ROUNDS = 50;
    private static final Instant START = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path folder = Path.of("");

    private DurableStore open() {
        return TestDatabase.POSTGRESQL.open(folder);
    }

    private SqlRecords records(String node, Instant now) {
        return TestDatabase.POSTGRESQL.records(folder, node, InstantSource.fixed(now));
    }

    /** Both at the same time, again and again. */
    private static <T> List<T> race(int rounds, Mono<? extends T> one, Mono<? extends T> other) {
        return await(Flux.merge(one.repeat(rounds - 1), other.repeat(rounds - 1))
                .map(it -> (T) it)
                .collectList());
    }

    @Test
    void everyServerHasItsOwnNameAndARestartedOneItsOldRuns() {
        DurableStore first = open();
        try (DurableStore second = open()) {
            await(first.records().insert(List.of(run("A", "me", "x", Status.RUNNING)), Map.of()));
            await(second.records().insert(List.of(run("B", "me", "x", Status.RUNNING)), Map.of()));
            assertThat(await(second.records().recover())).extracting(Run::id).containsExactly("B");
            first.close();
            try (DurableStore again = open()) {
                assertThat(await(again.records().recover())).extracting(Run::id).containsExactly("A");
                assertThat(await(second.records().renew()).held()).containsExactly("B");
            }
        }
    }

    @Test
    void serversThatStartAtOnceOnAnEmptyDatabaseAllStart() {
        Mono<DurableStore> start = Mono.fromCallable(this::open).subscribeOn(Schedulers.boundedElastic());
        List<DurableStore> started = await(Flux.merge(start, start, start).collectList());
        assertThat(started).hasSize(3);
        started.forEach(DurableStore::close);
    }

    @Test
    void folderAndDatabaseBelongTogether(@TempDir Path other, @TempDir Path alone) {
        open().close();
        PostgresAddress address = (PostgresAddress) TestDatabase.POSTGRESQL.source(folder);
        assertThatThrownBy(() -> DurableStore.open(other, address))
                .hasMessageContainingAll(
                        other.toString(), "is not the folder", address.toString(), "--data", "--store");
        TestDatabase.POSTGRESQL.open(other).close(); // a refused folder is still free for a database of its own
        assertThatThrownBy(() -> DurableStore.open(folder))
                .hasMessageContainingAll(folder.toString(), "PostgreSQL", "--store", "--data");
        DurableStore.open(alone).close();
        assertThatThrownBy(() -> DurableStore.open(alone, address))
                .hasMessageContainingAll(alone.toString(), "demist.db", "--data", "--store");
    }

    @Test
    void whatAnotherServerIsAboutToRecordIsNotSwept() {
        String picture = "sha256:" + "1".repeat(64);
        try (DurableStore first = open()) {
            await(first.journal("F").save(RunStoreTest.state(4)));
            await(first.records()
                    .insert(List.of(RunStoreTest.withPictures("A", picture, picture)), Map.of(picture, new byte[] {1
                    })));
            open().close();
            assertThat(await(first.journal("F").newest())).isEqualTo(RunStoreTest.state(4));
            assertThat(first.blobs().input(picture)).isPresent();
        }
    }

    @Test
    void marksThatAreMadeAtOnceAreAllKept() {
        try (DurableStore first = open();
                DurableStore second = open()) {
            await(first.records().insert(List.of(run("A", "me", "x", Status.DONE)), Map.of()));
            race(
                    ROUNDS,
                    first.records()
                            .mark("A", marks -> marks.titled((marks.title() == null ? "" : marks.title()) + "1")),
                    second.records()
                            .mark("A", marks -> marks.titled((marks.title() == null ? "" : marks.title()) + "2")));
            assertThat(await(first.records().find("A")).marks().title()).hasSize(2 * ROUNDS);
        }
    }

    @Test
    void picturesThatAreGivenAndDeletedAtOnceAreThereAsLongAsARunHasThem() {
        String picture = "sha256:" + "1".repeat(64);
        Map<String, byte[]> pictures = Map.of(picture, new byte[] {1});
        try (DurableStore first = open();
                DurableStore second = open()) {
            await(Flux.range(0, ROUNDS)
                    .flatMap(i -> {
                        Run mine = RunStoreTest.withPictures("A" + i, picture, picture);
                        Run others = RunStoreTest.withPictures("B" + i, picture, picture);
                        return Mono.when(
                                first.records().insert(List.of(mine), pictures).then(first.delete(mine.id())),
                                second.records()
                                        .insert(List.of(others), pictures)
                                        .then(Mono.fromRunnable(
                                                () -> assertThat(second.blobs().input(picture))
                                                        .isPresent()))
                                        .then(second.delete(others.id())));
                    })
                    .then());
            assertThat(folder.resolve("inputs")).isEmptyDirectory();
        }
    }

    @Test
    void runsOfADeadServerAreTakenByOneOnly() {
        List<Run> runs = IntStream.range(0, ROUNDS)
                .mapToObj(i -> run("A" + i, "me", "x", Status.RUNNING))
                .toList();
        try (SqlRecords dead = records("dead", START);
                SqlRecords first = records("first", START.plusSeconds(31));
                SqlRecords second = records("second", START.plusSeconds(31))) {
            await(dead.insert(runs, Map.of()));
            List<Lease> leases = race(5, first.renew(), second.renew());
            assertThat(leases.stream().flatMap(lease -> lease.taken().stream()))
                    .as("each once")
                    .containsExactlyInAnyOrderElementsOf(runs);
        }
    }

    @Test
    void serversThatWereAllLateDoNotTakeEachOthersRuns() {
        Instant[] now = {START};
        try (SqlRecords first = TestDatabase.POSTGRESQL.records(folder, "first", () -> now[0]);
                SqlRecords second = TestDatabase.POSTGRESQL.records(folder, "second", () -> now[0])) {
            await(first.insert(List.of(run("A", "me", "x", Status.RUNNING)), Map.of()));
            await(first.renew());
            await(second.renew());
            now[0] = START.plusSeconds(300);
            assertThat(await(second.renew()).taken()).isEmpty();
            assertThat(await(first.renew()).held()).containsExactly("A");
            assertThat(await(second.renew()).taken()).isEmpty();
        }
    }

    @Test
    void deletedRunsAreForgottenByOneServer() {
        try (DurableStore first = open();
                DurableStore second = open()) {
            for (int i = 0; i < ROUNDS; i++) {
                await(first.records().insert(List.of(run("A" + i, "me", "x", Status.DONE)), Map.of()));
                await(second.records().mark("A" + i, marks -> marks.deleted(START)));
            }
            List<Purge> purges =
                    race(3, first.records().purge(START), second.records().purge(START));
            assertThat(purges.stream().flatMap(purge -> purge.gone().stream()))
                    .doesNotHaveDuplicates()
                    .hasSize(ROUNDS);
            assertThat(Set.copyOf(await(first.records().ids("me")))).isEmpty();
        }
    }
}
