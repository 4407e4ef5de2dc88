package dev.demist.transport.nats;

import com.sun.management.OperatingSystemMXBean;
import dev.demist.LatentState;
import dev.demist.Models;
import dev.demist.Pipeline;
import dev.demist.PreviewQuality;
import dev.demist.ResolvedRequest;
import dev.demist.Schedule;
import dev.demist.SchedulerChoice;
import dev.demist.scheduler.SchedulerState;
import dev.demist.scheduler.Tensor;
import dev.demist.transport.nats.testkit.NatsServer;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * What the way to a worker and back costs, of this process, which is gateway and worker: for each step with a state of
 * 128x128 pixels' latents (4x16x16) or of 512x512 (4x64x64), with a history of two of them, and for each preview. The
 * steps themselves take no time. One step is asked for at a time, as a server does.
 */
public final class TransportBenchmark {

    private static final int STEPS = 500;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TransportBenchmark() {}

    public static void main(String[] args) {
        try (NatsServer server = NatsServer.open();
                NatsLink link = NatsLink.connect(server.url(), null, "benchmark")) {
            for (int side : List.of(16, 64)) {
                ToyModels toy = new ToyModels(state(side));
                try (Worker worker = Worker.start(link, toy, "worker", 4);
                        RemoteModels remote = RemoteModels.of(link)) {
                    remote.awaitWorker(Duration.ofSeconds(20));
                    for (int round = 0; round < 4; round++) {
                        measure("steps here, " + side, () -> steps(toy));
                        measure("steps over NATS, " + side, () -> steps(remote));
                        measure("previews here, " + side, () -> previews(toy, side));
                        measure("previews over NATS, " + side, () -> previews(remote, side));
                    }
                }
            }
        }
    }

    private static void measure(String what, Runnable work) {
        long cpu = SYSTEM.getProcessCpuTime();
        long begun = System.nanoTime();
        work.run();
        System.out.printf(
                "%-24s %8.0f us, %8.0f us of processor time%n",
                what, (System.nanoTime() - begun) / 1e3 / STEPS, (SYSTEM.getProcessCpuTime() - cpu) / 1e3 / STEPS);
    }

    private static void steps(Models models) {
        Pipeline pipeline = models.open("toy");
        ResolvedRequest request = ResolvedRequest.of(ToyModels.request("x", STEPS), new ToyModels().info("toy"));
        pipeline.denoise(request).limitRate(1).blockLast();
    }

    private static void previews(Models models, int side) {
        Pipeline pipeline = models.open("toy");
        LatentState state = state(side);
        for (int i = 0; i < STEPS; i++) {
            pipeline.preview(state, PreviewQuality.LINEAR).block();
        }
    }

    private static LatentState state(int side) {
        Random random = new Random(1);
        float[] values = new float[4 * side * side];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        Tensor sample = Tensor.of(values, 1, 4, side, side);
        return new LatentState(
                1,
                STEPS,
                1,
                1,
                new Schedule(SchedulerChoice.of("ddim"), STEPS),
                new SchedulerState(1, 1, sample, sample, List.of(sample, sample)));
    }
}
