package dev.demist.engine.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.hub.FakeHub.Trick;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

class HubTest {

    private static final String WEIGHTS = "unet/diffusion_pytorch_model.safetensors";
    private static final String SECRET = "hf_SECRET";
    private static final byte[] BYTES = "0123456789".repeat(50_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path cache;

    private final FakeHub fake = new FakeHub()
            .with("model_index.json", "{}")
            .with("README.md", "read me")
            .with("unet/config.json", "{\"a\":1}")
            .with("v1.ckpt", "everything")
            .with(WEIGHTS, BYTES);

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void pullsWhatAPipelineNeedsIntoTheLayoutThatPythonShares() throws IOException {
        pull();
        Path repo = cache.resolve("models--org--model");
        Path snapshot = repo.resolve("snapshots").resolve(FakeHub.COMMIT);
        assertThat(hub().cached("org/model", "main")).contains(snapshot);
        assertThat(hub().cached("org/model", FakeHub.COMMIT)).contains(snapshot);
        assertThat(repo.resolve("refs/main")).hasContent(FakeHub.COMMIT);
        assertThat(snapshot.resolve(WEIGHTS)).hasBinaryContent(BYTES);
        assertThat(Files.readSymbolicLink(snapshot.resolve(WEIGHTS)))
                .isEqualTo(Path.of("../../../blobs", FakeHub.sha256(BYTES)));
        assertThat(Files.readSymbolicLink(snapshot.resolve("model_index.json")))
                .isEqualTo(Path.of("../../blobs", FakeHub.gitId("{}".getBytes(StandardCharsets.UTF_8))));
        assertThat(snapshot.resolve("README.md")).doesNotExist();
        assertThat(snapshot.resolve("v1.ckpt")).doesNotExist();
        assertThat(cache.resolve(".locks/models--org--model")).isDirectory();
    }

    @Test
    void remembersWhatARepositoryDoesNotHave() {
        try (FakeHub part = new FakeHub().with("config.json", "{}").with("model.safetensors", BYTES)) {
            Hub hub = hub(Map.of("HF_ENDPOINT", part.address()));
            StepVerifier.create(hub.pull("org/model", "main", null).then()).verifyComplete();
            assertThat(cache.resolve("models--org--model/.no_exist/" + FakeHub.COMMIT + "/model_index.json"))
                    .isEmptyFile();
        }
    }

    @Test
    void tellsItsProgressUpToTheLastByte() {
        long size = BYTES.length + "{}".length() + "{\"a\":1}".length();
        StepVerifier.create(hub().pull("org/model", "main", null).last())
                .assertNext(last -> {
                    assertThat(last.done()).isEqualTo(size);
                    assertThat(last.size()).isEqualTo(size);
                    assertThat(last.fileDone()).isEqualTo(last.fileSize());
                })
                .verifyComplete();
    }

    @Test
    void fetchesNothingTwice() {
        pull();
        fake.seen.clear();
        pull();
        assertThat(fake.seen).extracting(FakeHub.Seen::path).containsExactly("/api/models/org/model/revision/main");
    }

    @Test
    void doesNothingBeforeItIsAsked() {
        hub().pull("org/model", "main", null);
        hub().files("org/model", "main");
        assertThat(fake.seen).isEmpty();
    }

    @Test
    void listsTheFiles() {
        StepVerifier.create(hub().files("org/model", "main"))
                .assertNext(files -> assertThat(files)
                        .contains(new RemoteFile(WEIGHTS, BYTES.length, FakeHub.sha256(BYTES)))
                        .extracting(RemoteFile::path)
                        .contains("README.md", "v1.ckpt"))
                .verifyComplete();
    }

    @Test
    void keepsTheTokenFromTheOtherHost() {
        pull();
        assertThat(fake.seen)
                .filteredOn(seen -> seen.host().equals("hub"))
                .allSatisfy(seen -> assertThat(seen.authorization()).isEqualTo("Bearer " + SECRET));
        assertThat(fake.seen)
                .filteredOn(seen -> seen.host().equals("content"))
                .isNotEmpty()
                .allSatisfy(seen -> assertThat(seen.authorization()).isEmpty());
    }

    @Test
    void goesOnWhereABrokenDownloadEnded() {
        fake.trick(WEIGHTS, Trick.SHORT, Trick.SHORT);
        pull();
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
        // How much of a broken answer arrives is up to the network; that what arrived is not asked for again is up to
        // us.
        assertThat(fake.seen)
                .filteredOn(seen -> seen.host().equals("content"))
                .extracting(HubTest::start)
                .hasSize(3)
                .isSorted()
                .startsWith(0)
                .allMatch(start -> start <= 375_000)
                .last(InstanceOfAssertFactories.INTEGER)
                .isPositive();
    }

    @Test
    void goesOnWithWhatAnotherProgramLeft() throws IOException {
        Path incomplete = cache.resolve("models--org--model/blobs").resolve(FakeHub.sha256(BYTES) + ".incomplete");
        Files.createDirectories(incomplete.getParent());
        Files.write(incomplete, Arrays.copyOf(BYTES, 1234));
        pull();
        assertThat(fake.seen).extracting(FakeHub.Seen::range).contains("bytes=1234-");
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
        assertThat(incomplete).doesNotExist();
    }

    @Test
    void startsAgainWhereAServerKnowsNoRanges() {
        fake.trick(WEIGHTS, Trick.SHORT, Trick.NO_RANGES);
        pull();
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
    }

    @Test
    void asksForANewLinkWhenOneHasExpired() {
        fake.trick(WEIGHTS, Trick.EXPIRED, Trick.EXPIRED);
        pull();
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
    }

    @Test
    void givesUpOnAConnectionThatAlwaysBreaks() {
        fake.trick(WEIGHTS, Trick.EXPIRED, Trick.EXPIRED, Trick.EXPIRED, Trick.EXPIRED, Trick.EXPIRED);
        refused(ErrorCode.NETWORK_FAILED, "403");
        assertThat(hub().cached("org/model", "main")).isEmpty();
    }

    @Test
    void refusesAWrongChecksumAndForgetsTheFile() {
        fake.trick(WEIGHTS, Trick.WRONG_CONTENT);
        refused(ErrorCode.CORRUPT_FILE, FakeHub.sha256(BYTES));
        assertThat(hub().cached("org/model", "main")).isEmpty();
        pull();
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
    }

    @ParameterizedTest
    @CsvSource({
        "401, UNAUTHORIZED, HF_TOKEN",
        "403, FORBIDDEN, accept its terms",
        "429, NETWORK_FAILED, in 17 s",
        "500, NETWORK_FAILED, 500"
    })
    void saysWhatARefusalMeans(int status, ErrorCode code, String inMessage) {
        fake.refuse("/api/", status);
        refused(code, inMessage);
    }

    @ParameterizedTest
    @CsvSource({"401, UNAUTHORIZED", "403, FORBIDDEN", "404, UNKNOWN_MODEL", "429, NETWORK_FAILED"})
    void saysWhyAFileIsRefused(int status, ErrorCode code) {
        fake.refuse("/resolve/", status);
        refused(code, "org/model/");
    }

    @Test
    void asksAgainForAListingWhenTheHubIsOutOfOrder() {
        fake.refuse("/api/models/org/model/revision", 503, 503);
        pull();
        assertThat(cachedWeights()).hasBinaryContent(BYTES);
    }

    @Test
    void saysWhyTheCacheCannotBeWritten() throws IOException {
        Path file = Files.writeString(cache.resolve("file"), "");
        Hub hub = hub(Map.of("HF_HUB_CACHE", file.resolve("hub").toString()));
        StepVerifier.create(hub.pull("org/model", "main", null))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.STORAGE_FAILED, "HF_HUB_CACHE"));
    }

    @Test
    void listsTheRepositoriesInTheCache() throws IOException {
        assertThat(hub().repositories()).isEmpty();
        pull();
        Files.createDirectories(cache.resolve("models--gpt2"));
        Files.createDirectories(cache.resolve("datasets--org--data"));
        Files.createDirectories(cache.resolve("models--"));
        assertThat(hub().repositories()).containsExactly("gpt2", "org/model");
    }

    @Test
    void suggestsSimilarRepositories() {
        StepVerifier.create(hub().files("org/modell", "main"))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.UNKNOWN_MODEL, "org/modal"));
    }

    @Test
    void suggestsTheRevisionsThatThereAre() {
        StepVerifier.create(hub().files("org/model", "v2"))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.UNKNOWN_MODEL, "main, v1"));
    }

    @Test
    void saysThatTheHubCannotBeReached() {
        Hub hub = hub(Map.of("HF_ENDPOINT", "http://127.0.0.1:1"));
        StepVerifier.create(hub.files("org/model", "main"))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.NETWORK_FAILED, "org/model"));
    }

    @Test
    void doesNotTouchTheNetworkOffline() {
        pull();
        fake.seen.clear();
        Hub offline = hub(Map.of("HF_HUB_OFFLINE", "1"));
        assertThat(offline.cached("org/model", "main")).isPresent();
        StepVerifier.create(offline.pull("org/model", "main", null))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.OFFLINE, "HF_HUB_OFFLINE"));
        assertThat(fake.seen).isEmpty();
    }

    @Test
    void takesAPullRequestsRevision() {
        StepVerifier.create(hub().pull("org/model", "refs/pr/1", null).then()).verifyComplete();
        assertThat(hub().cached("org/model", "refs/pr/1")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://x", "http:", ":"})
    void refusesARedirectThatLeadsToNoWebAddress(String location) {
        fake.redirectTo(location);
        refused(ErrorCode.NETWORK_FAILED, "redirect");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../etc", "org/../x", "a/b/c", "org--x/y", "", "org/", "/x", "org/mo del", "-org/x"})
    void refusesAnImpossibleRepository(String repo) {
        assertThatThrownBy(() -> hub().cached(repo, "main")).isInstanceOf(DemistException.class);
        StepVerifier.create(hub().files(repo, "main"))
                .verifyErrorSatisfies(e -> assertError(e, ErrorCode.INVALID_REQUEST, "org/name"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../../x", "/etc", "a/../b", "", "a//b", "a b"})
    void refusesAnImpossibleRevision(String revision) {
        assertThatThrownBy(() -> hub().cached("org/model", revision)).isInstanceOf(DemistException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x.json", "/etc/x.json", "a/../../x.json", "a//x.json", "./x.json"})
    void refusesAListingThatLeadsOutOfTheCache(String path) {
        fake.with(path, "{}");
        refused(ErrorCode.NETWORK_FAILED, "impossible");
    }

    @Test
    void readsASnapshotThatPythonWrote() throws IOException {
        Path repo = cache.resolve("models--gpt2");
        Files.createDirectories(repo.resolve("snapshots").resolve(FakeHub.COMMIT));
        Files.createDirectories(repo.resolve("refs"));
        Files.writeString(repo.resolve("refs/main"), FakeHub.COMMIT);
        assertThat(hub().cached("gpt2", "main"))
                .contains(repo.resolve("snapshots").resolve(FakeHub.COMMIT));
        assertThat(hub().cached("gpt2", "v1")).isEmpty();
        assertThat(hub().cached("other/gpt2", "main")).isEmpty();
    }

    private void pull() {
        StepVerifier.create(hub().pull("org/model", "main", null).then()).verifyComplete();
    }

    private void refused(ErrorCode code, String inMessage) {
        StepVerifier.create(hub().pull("org/model", "main", null).then())
                .verifyErrorSatisfies(e -> assertError(e, code, inMessage));
    }

    private static void assertError(Throwable error, ErrorCode code, String inMessage) {
        assertThat(error)
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(inMessage);
        assertThat(Throwables.getStackTrace(error)).doesNotContain(SECRET);
    }

    private Path cachedWeights() {
        return hub().cached("org/model", "main").orElseThrow().resolve(WEIGHTS);
    }

    private Hub hub() {
        return hub(Map.of());
    }

    private Hub hub(Map<String, String> more) {
        Map<String, String> env = new HashMap<>();
        env.put("HF_HUB_CACHE", cache.toString());
        env.put("HF_ENDPOINT", fake.address() + "/");
        env.put("HF_TOKEN", SECRET);
        env.putAll(more);
        return new Hub(HubSettings.of(env), Retry.backoff(4, Duration.ofMillis(1)), Duration.ZERO);
    }

    private static int start(FakeHub.Seen seen) {
        return seen.range().isEmpty() ? 0 : Integer.parseInt(seen.range().replaceAll("\\D", ""));
    }
}
