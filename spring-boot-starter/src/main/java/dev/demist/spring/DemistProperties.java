package dev.demist.spring;

import dev.demist.ComputeDevice;
import dev.demist.Precision;
import dev.demist.TokenizerKind;
import dev.demist.engine.Engine;
import dev.demist.engine.EngineBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The engine of an application; see {@link EngineBuilder}.
 *
 * @param models Folders of models: diffusers folders and single files. Embedded models are always found.
 * @param plugins A folder of scheduler plug-in jars.
 * @param cache Where embedded models are unpacked; the user's cache folder by default.
 * @param threads How many threads libtorch computes with; every processor by default.
 * @param device Where networks compute: cpu, cuda, cuda:N, mps, several of them with commas between, or auto for the
 *     first CUDA device if there is one.
 * @param precision The number format that networks compute in.
 * @param tokenizer Which of transformers' tokenizers prompts are read as.
 * @param schedulerLimit How long one step of a scheduler may take.
 * @param memory How much the weights of open networks may take together on each device; half of the machine's memory by
 *     default, or three quarters of a graphics card's.
 * @param deviceMemory How much they may take on one of several devices, by its name: device-memory.[cuda:0]=18GB.
 * @param batch How many rows the steps of several pictures may join to.
 * @param image What pictures are drawn with unless a prompt's options say otherwise.
 */
@ConfigurationProperties("demist")
public record DemistProperties(
        @DefaultValue List<Path> models,
        @Nullable Path plugins,
        @Nullable Path cache,
        @Nullable Integer threads,
        @DefaultValue("cpu") List<String> device,
        @DefaultValue("auto") Precision precision,
        @DefaultValue("fast") TokenizerKind tokenizer,
        @DefaultValue("30s") Duration schedulerLimit,
        @Nullable DataSize memory,
        @DefaultValue Map<String, DataSize> deviceMemory,
        @DefaultValue Batch batch,
        @NestedConfigurationProperty @DefaultValue ImageDefaults image) {

    /**
     * Bounds of joined steps.
     *
     * @param floor Rows that are joined in any case, at least 1.
     * @param ceiling Rows that are never exceeded; 1 switches joining off.
     */
    public record Batch(
            @DefaultValue("2") int floor,
            @DefaultValue("32") int ceiling) {}

    /** The settings of the engine. */
    EngineBuilder engine() {
        EngineBuilder builder = Engine.builder()
                .plugins(plugins)
                .cache(cache)
                .devices(device.stream().map(ComputeDevice::parse).toList())
                .precision(precision)
                .tokenizer(tokenizer)
                .schedulerLimit(schedulerLimit)
                .batch(batch.floor(), batch.ceiling())
                .usualMemory();
        if (memory != null) {
            builder.memory(memory.toBytes());
        }
        deviceMemory.forEach((name, size) -> builder.memory(named(name), size.toBytes()));
        models.forEach(builder::models);
        return threads == null ? builder : builder.threads(threads);
    }

    // Without brackets around it, and in the environment, a key comes without its colon.
    private static ComputeDevice named(String key) {
        return ComputeDevice.parse(key.replaceFirst("(?i)^cuda(?=\\d)", "cuda:"));
    }
}
