package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

final class JournalTest {

    private final TestStates source = new TestStates();

    @TempDir
    Path folder;

    @Test
    void whatIsKeptIsReadAgain() {
        StateJournal journal = StateJournal.inFolder(folder.resolve("run"));
        StepVerifier.create(journal.newest()).verifyComplete();
        StepVerifier.create(source.of(12).transform(States.journal(journal)).take(11))
                .expectNextCount(11)
                .verifyComplete();
        StepVerifier.create(journal.newest())
                .expectNext(TestStates.state(11, 12))
                .verifyComplete();
    }

    @Test
    void everyStateIsFoundByItsCallUntilTheJournalIsPrunedOrDeleted() {
        StateJournal journal = StateJournal.inFolder(folder);
        StepVerifier.create(source.of(12).transform(States.journal(journal)))
                .expectNextCount(12)
                .verifyComplete();
        StepVerifier.create(journal.at(7)).expectNext(TestStates.state(7, 12)).verifyComplete();
        StepVerifier.create(journal.at(13)).verifyComplete();
        StepVerifier.create(journal.truncate(10).then(journal.at(11))).verifyComplete();
        StepVerifier.create(journal.prune().then(journal.at(7))).verifyComplete();
        StepVerifier.create(journal.newest())
                .expectNext(TestStates.state(10, 12))
                .verifyComplete();
        StepVerifier.create(journal.delete().then(journal.newest())).verifyComplete();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void stateUnderItsOlderNameIsFound() throws IOException {
        Files.write(folder.resolve("9.state"), LatentStates.write(TestStates.state(9, 12)));
        Files.write(folder.resolve("10.state"), LatentStates.write(TestStates.state(10, 12)));
        StateJournal journal = StateJournal.inFolder(folder);
        StepVerifier.create(journal.newest())
                .expectNext(TestStates.state(10, 12))
                .verifyComplete();
        StepVerifier.create(journal.at(9)).expectNext(TestStates.state(9, 12)).verifyComplete();
    }

    @Test
    void aDamagedStateIsPassedOver() throws IOException {
        StateJournal journal = StateJournal.inFolder(folder);
        StepVerifier.create(source.of(3).transform(States.journal(journal)))
                .expectNextCount(3)
                .verifyComplete();
        Files.write(folder.resolve("000003.state"), new byte[] {1, 2, 3});
        Files.write(folder.resolve("state4.part"), new byte[] {1});
        StepVerifier.create(journal.newest()).expectNext(TestStates.state(2, 3)).verifyComplete();
    }

    @Test
    void aFolderThatCannotBeWrittenEndsTheStreamWithItsName() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        StateJournal journal = StateJournal.inFolder(file);
        StepVerifier.create(source.of(3).transform(States.journal(journal))).verifyErrorSatisfies(e -> assertThat(e)
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED)
                .hasMessageContaining(file.toString()));
    }

    @Test
    void aStateThatCannotBeSavedLeavesNoOtherFile() throws IOException {
        Files.createDirectories(folder.resolve("000001.state/taken"));
        StateJournal journal = StateJournal.inFolder(folder);
        StepVerifier.create(journal.save(TestStates.state(1, 3))).verifyErrorSatisfies(e -> assertThat(e)
                .hasFieldOrPropertyWithValue("code", ErrorCode.STORAGE_FAILED)
                .hasMessageContaining("000001.state"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("000001.state"));
        }
    }

    @Test
    void aStatePassesWhenItIsKeptAndNoneIsComputedMeanwhile() {
        Sinks.Empty<Void> kept = Sinks.empty();
        StateJournal slow = new MemoryJournal() {
            @Override
            public Mono<Void> save(LatentState state) {
                return kept.asMono();
            }
        };
        StepVerifier.create(source.of(3).transform(States.journal(slow)), 1)
                .expectSubscription()
                .then(() -> assertThat(source.computed).hasValue(1))
                .then(kept::tryEmitEmpty)
                .expectNext(TestStates.state(1, 3))
                .then(() -> assertThat(source.computed).hasValue(1))
                .thenCancel()
                .verify();
    }
}
