package dev.demist.engine.bench;

import dev.demist.Checkpoint;
import dev.demist.Precision;
import dev.demist.engine.Engine;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.checkpoint.CheckpointOpener;
import dev.demist.engine.internal.pipeline.DiffusionPipeline;
import dev.demist.engine.internal.pipeline.SchedulerPool;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.NativeArrays;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The default model, opened as an engine does, with its device in sight.
 *
 * @param device where it runs
 * @param pool where schedulers run
 * @param pipeline what is measured
 */
public record OpenModel(Device device, SchedulerPool pool, DiffusionPipeline pipeline) implements AutoCloseable {

    /** Opens it in float32. */
    public static OpenModel open(Path cache, BatchLimit batch, int threads) {
        Checkpoint emoji;
        try (Engine engine = Engine.builder().cache(cache).start()) {
            emoji = engine.checkpoint("emoji");
        }
        Device device = Device.open(threads, Precision.FLOAT32);
        SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
        SchedulerRegistry schedulers = SchedulerRegistry.load(OpenModel.class.getClassLoader());
        CheckpointOpener opener = new CheckpointOpener(
                device, schedulers, pool, batch, () -> emoji.path().resolve("tokenizer"));
        return new OpenModel(device, pool, new DiffusionPipeline(opener.open("emoji", emoji, opening -> {})));
    }

    /** Native arrays that are held now. */
    public long arrays() {
        return NativeArrays.count(device);
    }

    @Override
    public void close() {
        pipeline.close();
        pool.close();
        device.close();
    }
}
