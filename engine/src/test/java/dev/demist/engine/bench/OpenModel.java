package dev.demist.engine.bench;

import dev.demist.Checkpoint;
import dev.demist.Precision;
import dev.demist.engine.Engine;
import dev.demist.engine.internal.batch.BatchLimit;
import dev.demist.engine.internal.family.CheckpointReader;
import dev.demist.engine.internal.pipeline.DeviceNetworks;
import dev.demist.engine.internal.pipeline.EnginePipeline;
import dev.demist.engine.internal.pipeline.Model;
import dev.demist.engine.internal.pipeline.ModelReader;
import dev.demist.engine.internal.pipeline.Place;
import dev.demist.engine.internal.pipeline.Places;
import dev.demist.engine.internal.pipeline.SchedulerPool;
import dev.demist.engine.internal.plugin.SchedulerRegistry;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.NativeArrays;
import dev.demist.engine.internal.text.PromptCache;
import dev.demist.engine.tokenizer.Tokenizers;
import io.micrometer.observation.ObservationRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * The default model, opened as an engine does, with its device in sight.
 *
 * @param device where it runs
 * @param pool where schedulers run
 * @param pipeline what is measured
 */
public record OpenModel(Device device, SchedulerPool pool, EnginePipeline pipeline) implements AutoCloseable {

    /** Opens it in float32. */
    public static OpenModel open(Path cache, BatchLimit batch, int threads) {
        Checkpoint emoji;
        try (Engine engine = Engine.builder().cache(cache).start()) {
            emoji = engine.checkpoint("emoji");
        }
        Device device = Device.open(threads, Precision.FLOAT32);
        SchedulerPool pool = new SchedulerPool(Duration.ofSeconds(30));
        SchedulerRegistry schedulers = SchedulerRegistry.load(OpenModel.class.getClassLoader());
        CheckpointReader checkpoints = new CheckpointReader(() -> emoji.path().resolve("tokenizer"), new Tokenizers());
        Model model = new ModelReader(checkpoints, schedulers, pool).read("emoji", emoji);
        DeviceNetworks networks = new DeviceNetworks(
                new Places(List.of(Place.of(device))), batch, opening -> {}, ObservationRegistry.NOOP);
        Runnable kept = networks.keepAll(model);
        return new OpenModel(
                device,
                pool,
                new EnginePipeline(
                        model, request -> model, networks, new PromptCache(0), ObservationRegistry.NOOP, kept));
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
