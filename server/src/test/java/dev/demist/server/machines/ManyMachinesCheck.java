package dev.demist.server.machines;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.Picture;
import dev.demist.internal.StrictJson;
import dev.demist.transport.nats.testkit.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Two workers draw while processes are killed: 20 pictures a round, and workers killed until the given number of times,
 * one stopped for longer than its lease, the NATS server killed, the gateway killed, and all of them at once. Then no
 * accepted run may be missing or be there twice, no viewer may have seen an error, and every picture must be equal to
 * the one that a single process has drawn.
 *
 * <p>Arguments: how often workers are killed (50), the number of pictures of a round (20).
 */
public final class ManyMachinesCheck {

    private static final List<String> SCHEDULERS =
            List.of("unipc", "ddim", "euler", "euler-a", "dpm", "heun", "lms", "ddpm");
    private static final int PORT = NatsServer.freePort();
    private static final int LONE_PORT = NatsServer.freePort();

    private final int kills;
    private final int pictures;
    private final Random random = new Random(1);
    private final Path folder;
    private final NatsServer nats;
    private final Machine gateway;
    private final List<Machine> workers;
    private final Pictures client = new Pictures(PORT);
    private final Map<String, ObjectNode> accepted = new LinkedHashMap<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Map<String, Integer> events = new LinkedHashMap<>();

    private ManyMachinesCheck(int kills, int pictures) throws IOException {
        this.kills = kills;
        this.pictures = pictures;
        this.folder = Files.createTempDirectory("many-machines");
        this.nats = NatsServer.open();
        this.gateway = machine("gateway", "serve", "--role", "gateway", "--port", "" + PORT);
        this.workers = List.of(worker("one"), worker("two"));
    }

    private Machine worker(String name) {
        return machine(name, "worker", "--name", Machine.NAME, "--threads", "1");
    }

    private Machine machine(String name, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--nats", nats.url()));
        if (arguments[0].equals("serve")) {
            all.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        return Machine.start(name, folder, all.toArray(String[]::new));
    }

    public static void main(String[] args) throws Exception {
        int kills = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        int pictures = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        boolean right = new ManyMachinesCheck(kills, pictures).run();
        System.exit(right ? 0 : 1);
    }

    private boolean run() throws IOException, InterruptedException {
        try {
            client.await();
            int killed = 0;
            for (int round = 0; killed < kills; round++) {
                askForPictures(round);
                killed += trouble(round, kills - killed);
                awaitAll();
                System.out.printf("round %d: %d pictures, %d workers killed%n", round + 1, accepted.size(), killed);
            }
            return report(compare());
        } finally {
            workers.forEach(Machine::close);
            gateway.close();
            nats.close();
        }
    }

    private void askForPictures(int round) {
        for (int i = 0; i < pictures; i++) {
            ObjectNode request = StrictJson.object("{}".getBytes());
            request.put(
                            "prompt",
                            List.of("a red apple", "a rocket", "a green tree").get(i % 3))
                    .put("steps", 50 + random.nextInt(100))
                    .put("seed", 1000 * round + i)
                    .putObject("scheduler")
                    .put("name", SCHEDULERS.get(i % SCHEDULERS.size()));
            String id = client.ask(request);
            accepted.put(id, request);
            viewers.add(new Viewer(PORT, id).watch());
        }
    }

    private int trouble(int round, int most) {
        int killed = 0;
        List<Runnable> others =
                new ArrayList<>(List.of(this::stopAWorker, this::killNats, this::killGateway, this::killAll));
        while (killed < most && !isDone()) {
            Machine worker = workers.get(random.nextInt(2));
            Pictures.pause(random.nextInt(1000));
            awaitDrawing(worker);
            count("worker killed while it drew");
            worker.kill();
            worker.start();
            killed++;
            if (killed % 3 == 0 && !others.isEmpty()) {
                others.remove(round % others.size()).run();
            }
        }
        return killed;
    }

    // Killing one that is only starting would prove nothing.
    private void awaitDrawing(Machine worker) {
        Pictures.until(() -> isDone() || isDrawing(worker));
    }

    private boolean isDrawing(Machine machine) throws IOException, InterruptedException {
        byte[] server = client.get("/api/v1/server").body();
        for (JsonNode worker : StrictJson.object(server).path("workers")) {
            if (worker.path("name").asText().equals(machine.name())) {
                return worker.path("running").asInt() > 0;
            }
        }
        return false;
    }

    private long givenUpWithRuns() throws IOException {
        Pattern line = Pattern.compile("others go on with its [1-9]");
        return Files.readAllLines(folder.resolve("gateway.log")).stream()
                .filter(it -> line.matcher(it).find())
                .count();
    }

    private void count(String event) {
        events.merge(event, 1, Integer::sum);
    }

    private void stopAWorker() {
        count("worker stopped for 12 s");
        Machine worker = workers.get(random.nextInt(2));
        worker.signal("STOP");
        Pictures.pause(12_000);
        worker.signal("CONT");
    }

    private void killNats() {
        count("NATS killed");
        nats.kill();
        Pictures.pause(random.nextInt(6000));
        nats.start();
    }

    private void killGateway() {
        count("gateway killed");
        gateway.kill();
        Pictures.pause(random.nextInt(3000));
        gateway.start();
    }

    private void killAll() {
        count("all killed");
        gateway.kill();
        nats.kill();
        workers.forEach(Machine::kill);
        nats.start();
        workers.forEach(Machine::start);
        gateway.start();
    }

    private boolean isDone() {
        return viewers.stream().allMatch(Viewer::isEnded);
    }

    private void awaitAll() {
        Pictures.until(() -> client.all().stream().noneMatch(run -> isUnfinished(run)) && isDone());
    }

    private static boolean isUnfinished(JsonNode run) {
        return List.of("queued", "running", "paused")
                .contains(run.path("status").asText());
    }

    /** The pictures that differ from those of a process of its own. */
    private List<String> compare() throws IOException, InterruptedException {
        List<String> differing = new ArrayList<>();
        String data = folder.resolve("lone").toString();
        try (Machine lone =
                Machine.start("lone", folder, "serve", "--port", "" + LONE_PORT, "--data", data, "--threads", "1")) {
            Pictures there = new Pictures(LONE_PORT);
            there.await();
            Map<String, String> twins = new LinkedHashMap<>();
            accepted.forEach((id, request) -> twins.put(id, there.ask(request)));
            Pictures.until(() -> there.all().stream().noneMatch(ManyMachinesCheck::isUnfinished));
            for (Map.Entry<String, String> twin : twins.entrySet()) {
                Picture here = client.picture(twin.getKey());
                if (!here.equals(there.picture(twin.getValue()))) {
                    differing.add(twin.getKey());
                }
            }
        }
        return differing;
    }

    private boolean report(List<String> differing) throws IOException, InterruptedException {
        List<JsonNode> runs = client.all();
        HashSet<String> ids = new HashSet<>();
        runs.forEach(run -> ids.add(run.path("id").asText()));
        long failed = runs.stream()
                .filter(run -> !run.path("status").asText().equals("done"))
                .count();
        long lost = accepted.keySet().stream().filter(id -> !ids.contains(id)).count();
        int errors = viewers.stream().mapToInt(viewer -> viewer.errors.get()).sum();
        int frames = viewers.stream().mapToInt(viewer -> viewer.frames.get()).sum();
        // A caller whose server is killed before it answers asks again, and may get two.
        int unasked = runs.size() - accepted.size();
        System.out.println(events);
        System.out.println("workers that the gateway gave up with runs of theirs: " + givenUpWithRuns());
        System.out.printf(
                "%d accepted, %d lost, %d not done, %d other pictures, %d errors of viewers, %d frames, %d accepted"
                        + " without an answer; logs in %s%n",
                accepted.size(), lost, failed, differing.size(), errors, frames, unasked, folder);
        return lost == 0 && failed == 0 && differing.isEmpty() && errors == 0;
    }
}
