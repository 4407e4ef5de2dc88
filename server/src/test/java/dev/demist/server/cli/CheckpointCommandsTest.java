package dev.demist.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands that look into checkpoints and repositories, with the real engine. */
class CheckpointCommandsTest {

    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private static Path folder = Path.of("");

    private int run(Map<String, String> environment, String... args) {
        return Main.run(
                new PrintWriter(out, true), new PrintWriter(err, true), EngineOptions::start, environment, args);
    }

    private int run(String... args) {
        return run(Map.of("DEMIST_CACHE", folder.resolve("cache").toString()), args);
    }

    @Test
    void inspectShowsPartsClassesSizesAndFormats() {
        assertThat(run("inspect", "emoji")).isZero();
        assertThat(out.toString())
                .contains(
                        "unet",
                        "UNet2DConditionModel",
                        "float16",
                        "12.7 million",
                        "AutoencoderKL",
                        "UniPCMultistepScheduler")
                .startsWith("StableDiffusionPipeline")
                .contains("MB of weights in all")
                .doesNotContain("sample_size");
    }

    @Test
    void inspectShowsConfigurationsWhenAsked() {
        assertThat(run("inspect", "emoji", "--config")).isZero();
        assertThat(out.toString()).contains("sample_size: 16", "_class_name: \"UNet2DConditionModel\"");
    }

    @Test
    void inspectTakesAFolder() {
        run("inspect", "emoji");
        String unet = out.toString()
                .lines()
                .filter(line -> line.endsWith("unet"))
                .findFirst()
                .orElseThrow();
        String model = Path.of(unet.strip()).getParent().toString();
        out.getBuffer().setLength(0);
        assertThat(run("inspect", model)).isZero();
        assertThat(out.toString()).contains("UNet2DConditionModel");
    }

    @Test
    void inspectSaysWhereEachNetworkGoes() {
        assertThat(run("inspect", "emoji", "--memory", "1G")).isZero();
        assertThat(out.toString())
                .containsPattern("  text_encoder +cpu +float32 +\\d+ MiB\n  unet +cpu +float32 +48 MiB\n")
                .containsPattern("  cpu: \\d+ MiB of the 1.0 GiB for weights\n");
        out.getBuffer().setLength(0);
        assertThat(run("inspect", "emoji", "--precision", "bfloat16", "--memory", "1M"))
                .isZero();
        assertThat(out.toString())
                .containsPattern("  unet +cpu +bfloat16 +24 MiB\n")
                .containsPattern("  cpu: \\d+ MiB, more than the 1 MiB for weights: they take turns");
    }

    @Test
    void inspectRefusesDevicesAsOtherCommandsDo() {
        assertThat(run("inspect", "emoji", "--device", "cuda:99")).isEqualTo(1);
        assertThat(err.toString()).contains("device cuda:99 cannot be used");
        assertThat(run("inspect", "emoji", "--memory", "cuda:1=1G")).isEqualTo(2);
        assertThat(err.toString()).contains("it must be one of the devices");
    }

    @ParameterizedTest
    @CsvSource({
        "models/unet-sd15, part, UNet2DConditionModel",
        "models/unet-sd15/diffusion_pytorch_model.safetensors, U-Net, tensors: ",
        "models/controlnet/diffusion_pytorch_model.safetensors, ControlNet, tensors: ",
        "models/vae-sd/diffusion_pytorch_model.safetensors, autoencoder, tensors: ",
        "models/clip-sd15/model.safetensors, text encoder, tensors: ",
        "models/pipe-lora/lora.safetensors, LoRA, ranks: [4]",
        "models/pipe-ddpm/unet, part, UNet2DModel"
    })
    void inspectTakesWhatIsNoWholeCheckpoint(String path, String kind, String detail) {
        Path golden = Path.of(System.getProperty("demist.root"), "goldens").resolve(path);
        assertThat(run("inspect", golden.toString())).as(err::toString).isZero();
        assertThat(out.toString())
                .startsWith(kind + "\n")
                .contains(detail, "float")
                .doesNotContain("cpu");
    }

    @Test
    void inspectOfNothingSaysWhatThereIs() {
        assertThat(run("inspect", "nobody/nothing")).isEqualTo(2);
        assertThat(err.toString()).contains("nobody/nothing", "emoji", "demist pull");
    }

    @Test
    void devicesMarksTheOneThatIsChosen() {
        assertThat(run("devices")).isZero();
        assertThat(out.toString()).startsWith("* cpu").contains(" processors, ", " for weights");
    }

    @Test
    void aDeviceThatIsNotThereOrNoneIsRefused() {
        assertThat(run("devices", "--device", "cuda:99")).isEqualTo(1);
        assertThat(err.toString()).contains("device cuda:99 cannot be used");
        assertThat(run("devices", "--device", "gpu")).isEqualTo(2);
        assertThat(err.toString()).contains("it must be auto, cpu, cuda, cuda:N or mps");
        assertThat(run("devices", "--device", "cpu,cpu")).isEqualTo(2);
        assertThat(err.toString()).contains("none twice");
        assertThat(run("devices", "--memory", "cuda:1=1G")).isEqualTo(2);
        assertThat(err.toString()).contains("it must be one of the devices");
        assertThat(run("devices", "--device", "auto", "--memory", "cuda:0=1G")).isEqualTo(2);
        assertThat(err.toString()).contains("what auto finds takes it without a name");
        assertThat(run("worker", "--device", "cuda:99", "--nats", "nats://127.0.0.1:1"))
                .isEqualTo(1);
        assertThat(err.toString()).doesNotContain("nats");
    }

    @Test
    void aBudgetOfNothingIsNoBound() {
        assertThat(run("devices", "--memory", "0")).isZero();
        assertThat(out.toString()).contains("weights without a bound");
    }

    @Test
    void tokensShowIdsAndMask() {
        assertThat(run("tokens", "ME")).isZero();
        assertThat(out.toString()).contains("    614     1  me</w>", "3 of 77 places are used");
        assertThat(out.toString().lines().count()).isEqualTo(5);
    }

    @Test
    void tokensShowThePaddingWhenAsked() {
        assertThat(run("tokens", "ME", "--all")).isZero();
        assertThat(out.toString().lines().filter(line -> line.contains("     0  ")))
                .hasSize(74);
    }

    @Test
    void filesListsARepository() throws IOException {
        HttpServer hub = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] answer = ("{\"sha\":\"" + COMMIT + "\",\"siblings\":[{\"rfilename\":\"unet/config.json\","
                        + "\"size\":12,\"blobId\":\"" + COMMIT + "\"}]}")
                .getBytes(StandardCharsets.UTF_8);
        hub.createContext("/api/models/org/name/revision/v2", exchange -> {
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        hub.start();
        try {
            String endpoint = "http://127.0.0.1:" + hub.getAddress().getPort();
            Map<String, String> environment = Map.of(
                    "HF_ENDPOINT", endpoint, "HF_HOME", folder.resolve("hf").toString());
            assertThat(run(environment, "files", "org/name@v2"))
                    .as(err::toString)
                    .isZero();
            assertThat(out.toString()).contains("12  unet/config.json");
        } finally {
            hub.stop(0);
        }
    }

    @Test
    void pullWithoutANetworkSaysHowToGetOne() {
        Map<String, String> environment =
                Map.of("HF_HUB_OFFLINE", "1", "HF_HOME", folder.resolve("hf").toString());
        assertThat(run(environment, "pull", "org/name")).isEqualTo(1);
        assertThat(err.toString()).contains("org/name", "HF_HUB_OFFLINE");
        assertThat(Files.exists(folder.resolve("hf/hub/models--org--name"))).isFalse();
    }

    @Test
    void pullRefusesAnImpossibleName() {
        assertThat(run("pull", "../etc")).isEqualTo(2);
        assertThat(err.toString()).contains("../etc", "org/name");
    }
}
