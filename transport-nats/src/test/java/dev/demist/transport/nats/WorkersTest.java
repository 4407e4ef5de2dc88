package dev.demist.transport.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.ComputeDevice;
import dev.demist.DemistException;
import dev.demist.DeviceUse;
import dev.demist.ErrorCode;
import dev.demist.LatentState;
import dev.demist.LatentStates;
import dev.demist.Picture;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.transport.nats.testkit.NatsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What becomes of runs when workers, gateways and NATS servers come and go. */
@EnabledIf(
        value = "dev.demist.transport.nats.testkit.NatsServer#isInstalled",
        disabledReason = "nats-server is not installed")
class WorkersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Timing QUICK = new Timing(
            Duration.ofMillis(100), Duration.ofMillis(1000), Duration.ofMillis(2000), Duration.ofMillis(600));
    private static final int STEPS = 8;

    private NatsServer server;
    private final List<AutoCloseable> open = new ArrayList<>();
    private RemoteModels models;

    /** A machine of its own: what it has, and its connection. */
    private record Machine(ToyModels toy, NatsLink link, Worker worker) implements AutoCloseable {

        /** Is gone from one moment to the next. */
        void crash() {
            link.close();
        }

        @Override
        public void close() {
            worker.close();
            link.close();
            toy.close();
        }
    }

    @BeforeEach
    void start() {
        server = NatsServer.open();
        models = gateway();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable it : open) {
            it.close();
        }
        server.close();
    }

    private <T extends AutoCloseable> T closing(T it) {
        open.add(it);
        return it;
    }

    private RemoteModels gateway() {
        return closing(RemoteModels.of(closing(NatsLink.connect(server.url(), null, "gateway")), QUICK));
    }

    private Machine machine(String name, int room, ToyModels toy) {
        int before = models.workers().size();
        NatsLink link = NatsLink.connect(server.url(), null, name);
        Machine machine = closing(new Machine(toy, link, Worker.start(link, toy, name, room, QUICK)));
        await(() ->
                models.workers().stream().filter(it -> !it.models().isEmpty()).count() > before);
        return machine;
    }

    private Machine machine(String name, int room) {
        return machine(name, room, new ToyModels());
    }

    private static void await(BooleanSupplier condition) {
        Flux.interval(Duration.ofMillis(5))
                .takeUntil(tick -> condition.getAsBoolean())
                .blockLast(PATIENCE);
    }

    private static ResolvedRequest request() {
        return ResolvedRequest.of(ToyModels.request("apple", STEPS), new ToyModels().info("toy"));
    }

    private static List<byte[]> expected() {
        return bytes(
                new ToyModels().open("toy").denoise(request()).collectList().block(PATIENCE));
    }

    private static List<byte[]> bytes(List<LatentState> states) {
        return states.stream().map(LatentStates::write).toList();
    }

    private Mono<List<LatentState>> run() {
        return models.open("toy").denoise(request()).collectList();
    }

    private Mono<List<LatentState>> begun() {
        Mono<List<LatentState>> run = run().cache();
        run.subscribe();
        return run;
    }

    private void assertPicture(Mono<List<LatentState>> run) {
        assertThat(bytes(run.block(PATIENCE))).containsExactlyElementsOf(expected());
    }

    @Test
    void withoutAWorkerAQuestionIsRefusedAndARunWaits() {
        StepVerifier.create(models.open("toy").resolve(ToyModels.request("apple", 3)))
                .expectErrorSatisfies(
                        e -> assertThat(((DemistException) e).code()).isEqualTo(ErrorCode.NO_WORKER))
                .verify(PATIENCE);
        Mono<List<LatentState>> waiting = begun();
        assertThat(models.room().blockFirst(PATIENCE)).isZero();

        machine("late", 1);
        assertPicture(waiting);
        assertThat(models.room().blockFirst(PATIENCE)).isEqualTo(1);
    }

    @Test
    void thePictureOfALastStateWaitsForAWorker() {
        LatentState last = new ToyModels().open("toy").denoise(request()).blockLast(PATIENCE);
        Mono<Picture> picture = models.open("toy").decode(last).cache();
        picture.subscribe();
        StepVerifier.create(models.open("toy").preview(last, PreviewQuality.LINEAR))
                .expectError(DemistException.class)
                .verify(PATIENCE);

        machine("late", 1);
        assertThat(picture.block(PATIENCE))
                .isEqualTo(new ToyModels().open("toy").decode(last).block(PATIENCE));
    }

    @Test
    void anotherWorkerGoesOnWithTheSameBitsWhenOneIsLost() {
        Machine first = machine("first", 2);
        first.toy().allow(3);
        Mono<List<LatentState>> run = begun();
        await(() -> first.toy().evaluations.get() == 3);

        Machine second = machine("second", 2);
        first.crash();
        assertPicture(run);
        assertThat(second.toy().evaluations).hasValue(STEPS - 3);
        assertThat(models.lost()).isPositive();
    }

    @Test
    void aWorkerThatWakesUpAfterItsLeaseChangesNothing() {
        Machine first = machine("first", 2);
        first.toy().allow(2);
        Mono<List<LatentState>> run = begun();
        await(() -> first.toy().evaluations.get() == 2);

        // As a stopped process: it says nothing, and takes its steps later.
        machine("second", 2).toy().allow(4);
        server.kill();
        await(() -> models.workers().isEmpty());
        first.toy().allow(STEPS);
        server.start();
        await(() -> models.workers().size() == 2);
        open.stream()
                .filter(it -> it instanceof Machine)
                .forEach(machine -> ((Machine) machine).toy().allow(STEPS));
        assertPicture(run);
    }

    @Test
    void runsGoOnWhenTheServerOfAllIsBack() {
        Machine machine = machine("only", 2);
        machine.toy().allow(2);
        Mono<List<LatentState>> run = begun();
        await(() -> machine.toy().evaluations.get() >= 2);

        server.kill();
        await(() -> models.workers().isEmpty());
        machine.toy().allow(STEPS);
        server.start();
        assertPicture(run);
    }

    @Test
    void aWorkerThatLeavesHandsItsRunsOnAtTheNextStep() {
        Machine first = machine("first", 2);
        first.toy().allow(3);
        Mono<List<LatentState>> run = begun();
        await(() -> first.toy().evaluations.get() == 3);
        Machine second = machine("second", 2);

        Mono<Void> left = first.worker().leave().cache();
        left.subscribe();
        first.toy().allow(4);
        left.block(PATIENCE);
        assertPicture(run);
        assertThat(first.toy().evaluations.get() + second.toy().evaluations.get())
                .isEqualTo(STEPS);
        assertThat(models.lost()).isZero();
    }

    @Test
    void runsBeyondTheRoomWaitAndTheRoomIsShared() {
        Machine one = machine("one", 1);
        Machine two = machine("two", 1);
        one.toy().allow(1);
        two.toy().allow(1);
        List<Mono<List<LatentState>>> runs = List.of(begun(), begun(), begun());
        await(() -> one.toy().evaluations.get() == 1 && two.toy().evaluations.get() == 1);
        assertThat(models.room().blockFirst(PATIENCE)).isEqualTo(2);
        assertThat(one.toy().callers).hasSize(1);

        one.toy().allow(STEPS);
        two.toy().allow(STEPS);
        runs.forEach(this::assertPicture);
        assertThat(one.toy().evaluations.get() + two.toy().evaluations.get()).isEqualTo(3 * STEPS);
    }

    @Test
    void aWorkerThatHasTheModelOpenIsPreferred() {
        Machine cold = machine("cold", 4);
        Machine warm = machine("warm", 4);
        warm.toy().open.put("toy", 1L);
        await(() -> !models.opened().isEmpty());

        assertPicture(run());
        assertThat(warm.toy().evaluations).hasValue(STEPS);
        assertThat(cold.toy().evaluations).hasValue(0);
    }

    @Test
    void aWorkerWithOtherFilesGetsNoRunsOfThem() {
        Machine first = machine("first", 1);
        Machine other = machine("other", 4, new ToyModels("retrained"));
        assertThat(models.workers())
                .filteredOn(it -> it.name().equals("other"))
                .singleElement()
                .satisfies(it -> assertThat(it.differing()).containsExactly("toy"));

        assertPicture(run());
        assertThat(first.toy().evaluations).hasValue(STEPS);
        assertThat(other.toy().evaluations).hasValue(0);
    }

    @Test
    void aRunThatIsNotAskedForStepsGivesItsPlaceToOthers() {
        Machine only = machine("only", 1);
        StepVerifier.create(models.open("toy").denoise(request()), 0)
                .thenRequest(2)
                .expectNextCount(2)
                .then(() -> assertPicture(run()))
                .thenRequest(STEPS)
                .expectNextCount(STEPS - 2)
                .expectComplete()
                .verify(PATIENCE);
        assertThat(only.toy().evaluations).hasValue(2 * STEPS);
    }

    @Test
    void aWorkerDropsTheRunsOfAGatewayThatIsGone() {
        Machine only = machine("only", 1);
        only.toy().allow(2);
        NatsLink link = NatsLink.connect(server.url(), null, "short");
        RemoteModels gateway = RemoteModels.of(link, QUICK);
        assertThat(gateway.awaitWorker(PATIENCE)).isTrue();
        gateway.open("toy").denoise(request()).subscribe();
        await(() -> only.toy().evaluations.get() == 2);
        link.close();
        gateway.close();

        only.toy().allow(STEPS);
        assertPicture(run());
        assertThat(only.toy().cancelled).hasValue(1);
    }

    @Test
    void aWorkerSaysItsDevicesWithTheirBudgets() {
        Machine only = machine("only", 1);
        only.toy().warmUp("toy");
        DeviceUse use = new DeviceUse(ComputeDevice.cuda(1), 9L << 30, Map.of("toy", 1000L));
        await(() -> models.workers().get(0).devices().equals(List.of(use)));
        assertThat(models.devices()).as("of this process").isEmpty();
    }

    @Test
    void aPreviewIsMadeOnlyWhenItIsAskedFor() {
        Machine only = machine("only", 1);
        List<LatentState> states = run().block(PATIENCE);
        assertThat(only.toy().previews).hasValue(0);

        models.open("toy").preview(states.get(2), PreviewQuality.TINY).block(PATIENCE);
        assertThat(only.toy().previews).hasValue(1);
        await(() -> models.workers().get(0).previews() == 1);
        assertThat(models.workers().get(0).states()).isGreaterThanOrEqualTo(STEPS);
    }

    @Test
    void aClusterLosesAServerAndNoRun() {
        List<NatsServer> nodes = NatsServer.cluster(3);
        nodes.forEach(open::add);
        String urls = nodes.stream().map(NatsServer::url).collect(Collectors.joining(","));
        ToyModels toy = closing(new ToyModels());
        toy.allow(2);
        closing(Worker.start(closing(NatsLink.connect(nodes.get(0).url(), null, "worker")), toy, "one", 4, QUICK));
        RemoteModels gateway = closing(RemoteModels.of(closing(NatsLink.connect(urls, null, "gateway")), QUICK));
        assertThat(gateway.awaitWorker(PATIENCE)).isTrue();
        Mono<List<LatentState>> run =
                gateway.open("toy").denoise(request()).collectList().cache();
        run.subscribe();
        await(() -> toy.evaluations.get() == 2);

        nodes.get(0).kill();
        toy.allow(STEPS);
        assertPicture(run);
        nodes.get(0).start();
        assertPicture(gateway.open("toy").denoise(request()).collectList());
    }

    @Test
    void aServerLetsInWhoHasTheToken() {
        NatsServer closed = closing(NatsServer.open("--auth", "s3cret"));
        String address = closed.url().replace("nats://", "");
        closing(NatsLink.connect("nats://s3cret@" + address, null, "known"));
        assertThatThrownBy(() -> NatsLink.connect("nats://wr0ng@" + address, null, "unknown"))
                .isInstanceOfSatisfying(DemistException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
                    assertThat(e.getMessage()).doesNotContain("wr0ng");
                });
    }

    @Test
    void aServerWithAnUnknownCertificateIsNotTrusted() {
        NatsServer tls = closing(
                NatsServer.open("--tls", "--tlscert", resource("tls/cert.pem"), "--tlskey", resource("tls/key.pem")));
        assertThatThrownBy(() -> NatsLink.connect(tls.url().replace("nats://", "tls://"), null, "trusting"))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NETWORK_FAILED));
    }

    private static String resource(String name) {
        return Path.of("src", "test", "resources")
                .resolve(name)
                .toAbsolutePath()
                .toString();
    }

    @Test
    void aServerThatIsNotThereIsNamed() {
        server.close();
        assertThatThrownBy(() -> NatsLink.connect("nats://me:secret@127.0.0.1:1", null, "x"))
                .isInstanceOfSatisfying(DemistException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.NETWORK_FAILED);
                    assertThat(e.getMessage())
                            .contains("127.0.0.1:1", "nats-server")
                            .doesNotContain("secret");
                });
    }
}
