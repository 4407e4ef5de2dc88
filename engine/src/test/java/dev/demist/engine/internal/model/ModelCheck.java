package dev.demist.engine.internal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import dev.demist.engine.PackedLatents;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.ControlNet;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.LatentCodec;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextOutput;
import dev.demist.scheduler.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Runs the network of a recording on its inputs and compares what comes out.
 *
 * @param device where it runs
 * @param expect compares an output with the recorded one
 */
record ModelCheck(Device device, Comparison expect) {

    /** Fails unless {@code actual} is close enough to {@code expected}. */
    interface Comparison {
        void close(String what, Tensor actual, Tensor expected);
    }

    void check(Path file) {
        ModelConfig config = ModelConfig.read(file.resolveSibling("config.json"));
        Weights weights = WeightFiles.open(file.getParent(), null);
        Recording io = Recording.read(file);
        switch (config.className()) {
            case "CLIPTextModel", "CLIPTextModelWithProjection" -> checkClip(config, weights, io);
            case "Qwen3Model", "Qwen3ForCausalLM" -> checkQwen(config, weights, io);
            case "AutoencoderKLFlux2" -> checkPatches(config, weights, io);
            case "ZImageTransformer2DModel" -> checkZImage(config, weights, io);
            case "T5EncoderModel" -> checkText(config, weights, io, Map.of(TextOutput.LAST, "out"));
            case "AutoencoderKL", "AutoencoderTiny" -> checkCodec(config, weights, io);
            case "ControlNetModel" -> checkControl(config, weights, io, file.getParent());
            default -> checkDenoiser(config, weights, io);
        }
    }

    private void checkClip(ModelConfig config, Weights weights, Recording io) {
        if (io.has("out")) {
            Map<String, String> outputs = Map.of(
                    TextOutput.PROJECTED, "out", TextOutput.LAST, "out.1", TextOutput.hidden(-2), penultimate(io));
            checkText(config, weights, io, outputs);
            return;
        }
        try (TextEncoder encoder = Models.textEncoder(config, weights, device)) {
            String pooled = io.has("pooled") ? TextOutput.POOLED : TextOutput.PROJECTED;
            Map<String, Tensor> states =
                    await(encoder.encode(io.tokens(), Set.of(TextOutput.LAST, TextOutput.hidden(-2), pooled)));
            expect.close("last_hidden_state", states.get(TextOutput.LAST), io.tensor("last_hidden_state"));
            expect.close("penultimate", states.get(TextOutput.hidden(-2)), io.tensor("penultimate"));
            expect.close("pooled", states.get(pooled), io.tensor(io.has("pooled") ? "pooled" : "text_embeds"));
        }
    }

    /** Of the hidden states, all of which are recorded, the last but one. */
    private static String penultimate(Recording io) {
        int last = 0;
        while (io.has("out.2." + (last + 1))) {
            last++;
        }
        return "out.2." + (last - 1);
    }

    private void checkText(ModelConfig config, Weights weights, Recording io, Map<String, String> outputs) {
        try (TextEncoder encoder = Models.textEncoder(config, weights, device)) {
            Map<String, Tensor> states = await(encoder.encode(io.tokens(), outputs.keySet()));
            outputs.forEach((name, recorded) -> expect.close(name, states.get(name), io.tensor(recorded)));
        }
    }

    /** Every state that was recorded: those before the layers, and the normed one behind the last. */
    private void checkQwen(ModelConfig config, Weights weights, Recording io) {
        int layers = config.integer("num_hidden_layers");
        Map<String, String> outputs = new HashMap<>(Map.of(TextOutput.LAST, "out"));
        for (int i = 0; i < layers; i++) {
            outputs.put(TextOutput.hidden(i), "out.1." + i);
        }
        checkText(config, weights, io, outputs);
    }

    private void checkPatches(ModelConfig config, Weights weights, Recording io) {
        try (LatentCodec codec = Models.latentCodec(config, weights, device)) {
            Tensor latents = NormedLatents.of(io.tensor("z"), weights, config.decimal("batch_norm_eps", 1e-4));
            expect.close("decoded", await(codec.decode(latents)), io.tensor("out"));
        }
    }

    /** The reference's time runs from noise to the picture, as what it predicts does. */
    private void checkZImage(ModelConfig config, Weights weights, Recording io) {
        try (Denoiser denoiser = Models.denoiser(config, weights, device)) {
            Tensor x = io.tensor("x");
            Tensor sample = x.reshape(1, x.size(0), x.size(2), x.size(3));
            Tensor text = io.tensor("cap_feats");
            Conditioning conditioning = Conditioning.NONE
                    .with("cap_feats", text.reshape(1, text.size(0), text.size(1)))
                    .with("cap_lens", Tensor.full(text.size(0), 1));
            double[] times = {1000 - 1000 * io.tensor("timestep").get(0)};
            Tensor flow = await(denoiser.predict(sample, times, conditioning));
            expect.close("output", flow.times(-1).reshape(x.shape()), io.tensor("out"));
        }
    }

    private void checkCodec(ModelConfig config, Weights weights, Recording io) {
        try (LatentCodec codec = Models.latentCodec(config, weights, device)) {
            Tensor latent = io.tensor("latent");
            Tensor shift = Tensor.full((float) codec.shiftFactor(), latent.shape());
            Tensor scaled = latent.minus(shift).times(codec.scalingFactor());
            expect.close("decoded", await(codec.decode(scaled)), io.tensor("decoded"));
            if (io.has("mean")) {
                LatentCodec.Gaussian gaussian = await(codec.encode(io.tensor("image")));
                expect.close("mean", gaussian.mean(), io.tensor("mean"));
                if (io.has("logvar")) {
                    expect.close("logvar", gaussian.logVariance(), io.tensor("logvar"));
                }
            }
        }
    }

    private void checkDenoiser(ModelConfig config, Weights weights, Recording io) {
        try (Denoiser denoiser = Models.denoiser(config, weights, device)) {
            Tensor output = await(denoiser.predict(io.sample(), io.timesteps(), io.conditioning()));
            Tensor expected = io.tensor(io.has("output") ? "output" : "out");
            Tensor actual = io.isPacked() ? PackedLatents.pack(output, expected.size(2)) : output;
            expect.close("output", actual, expected);
        }
    }

    // The golden's residuals were made with strength 0.8.
    private void checkControl(ModelConfig config, Weights weights, Recording io, Path folder) {
        try (ControlNet control = Models.controlNet(config, weights, device)) {
            Conditioning steered = io.conditioning()
                    .with(ControlNet.PICTURE, io.tensor("cond"))
                    .with(ControlNet.SCALE, Tensor.full(0.8f, io.timesteps().length));
            Conditioning residuals = await(control.predict(io.tensor("sample"), io.timesteps(), steered));
            for (int i = 0; i < residuals.names().size() - 1; i++) {
                expect.close(
                        "down_" + i, tensor(residuals, "down_block_additional_residuals." + i), io.tensor("down_" + i));
            }
            expect.close("mid", tensor(residuals, "mid_block_additional_residual"), io.tensor("mid"));
            if (io.has("output")) {
                checkControlled(controlled(folder), io, residuals);
            }
        }
    }

    private static Tensor tensor(Conditioning residuals, String name) {
        return residuals.get(name).orElseThrow();
    }

    private void checkControlled(Path unet, Recording io, Conditioning residuals) {
        ModelConfig config = ModelConfig.read(unet.resolve("config.json"));
        try (Denoiser denoiser = Models.denoiser(config, WeightFiles.open(unet, null), device)) {
            Conditioning steered = io.conditioning().with(residuals);
            Tensor output = await(denoiser.predict(io.tensor("sample"), io.timesteps(), steered));
            expect.close("output", output, io.tensor("output"));
        }
    }

    /** The denoiser of the same measures that lies beside a ControlNet. */
    private static Path controlled(Path folder) {
        return Goldens.foldersWith(ModelGoldenTest::isRecording).stream()
                .filter(other -> other.getParent().equals(folder.getParent()))
                .filter(other -> fits(json(other), json(folder)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no denoiser beside " + folder + " has its measures"));
    }

    private static boolean fits(JsonNode unet, JsonNode control) {
        return unet.path("_class_name").asText().equals("UNet2DConditionModel")
                && Stream.of("in_channels", "block_out_channels", "down_block_types", "layers_per_block")
                        .allMatch(key -> unet.path(key).equals(control.path(key)));
    }

    private static JsonNode json(Path folder) {
        try {
            return new ObjectMapper().readTree(folder.resolve("config.json").toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static <T> T await(Mono<T> result) {
        return Objects.requireNonNull(result.block());
    }
}
