package dev.demist.server.machines;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.demist.internal.StrictJson;
import dev.demist.transport.nats.testkit.NatsServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The time that one process with two threads takes for some pictures, and that a gateway with two workers of one thread
 * each takes for the same, in turns. Arguments: the number of pictures (16), rounds (3).
 */
public final class ThroughputBenchmark {

    private static final int STEPS = 20;

    private ThroughputBenchmark() {}

    public static void main(String[] args) throws IOException {
        int pictures = args.length > 0 ? Integer.parseInt(args[0]) : 16;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
        Path folder = Files.createTempDirectory("throughput");
        int onePort = NatsServer.freePort();
        int manyPort = NatsServer.freePort();
        try (NatsServer nats = NatsServer.open();
                Machine one = Machine.start("one", folder, serve(folder, onePort, "one", "--threads", "2"));
                Machine gateway = Machine.start(
                        "gateway", folder, serve(folder, manyPort, "many", "--role", "gateway", "--nats", nats.url()));
                Machine first = worker("first", folder, nats);
                Machine second = worker("second", folder, nats)) {
            List<Machine> many = List.of(gateway, first, second);
            draw(onePort, 4);
            draw(manyPort, 4);
            for (int round = 0; round < rounds; round++) {
                report("one process", List.of(one), onePort, pictures);
                report("two workers", many, manyPort, pictures);
            }
        }
    }

    private static String[] serve(Path folder, int port, String data, String... more) {
        return Stream.concat(
                        Stream.of(
                                "serve", "--port", "" + port, "--parallel", "64", "--data", "" + folder.resolve(data)),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    private static Machine worker(String name, Path folder, NatsServer nats) {
        return Machine.start(name, folder, "worker", "--name", name, "--threads", "1", "--nats", nats.url());
    }

    private static void report(String what, List<Machine> machines, int port, int pictures) {
        double cpu = cpu(machines);
        long begun = System.nanoTime();
        draw(port, pictures);
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%s: %d pictures of %d steps in %.2f s, %.2f s of processor time%n",
                what, pictures, STEPS, seconds, cpu(machines) - cpu);
    }

    private static double cpu(List<Machine> machines) {
        return machines.stream().mapToDouble(Machine::cpuSeconds).sum();
    }

    private static void draw(int port, int pictures) {
        Pictures client = new Pictures(port);
        client.await();
        ObjectNode request = StrictJson.object("{}".getBytes());
        request.put("prompt", "a red apple").put("steps", STEPS).put("seed", 1).put("count", pictures);
        client.ask(request);
        Pictures.until(() -> client.all().stream()
                .allMatch(run -> run.path("status").asText().equals("done")));
    }
}
