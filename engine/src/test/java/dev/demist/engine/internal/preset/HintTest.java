package dev.demist.engine.internal.preset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.SchedulerChoice;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HintTest {

    private static Optional<FoundPreset> read(String name, boolean ofLora) {
        return new Hint(name, "the name", ofLora).read(Distillation.STABLE_DIFFUSION_XL);
    }

    @ParameterizedTest
    @CsvSource({
        "stabilityai/sd-turbo, turbo, 1",
        "sd_xl_turbo_1.0_fp16.safetensors, turbo, 1",
        "DreamShaperXL_Turbo_v2_1.safetensors, turbo, 4",
        "dreamshaperXLTurbo, turbo, 4",
        "RealVisXL_V4.0_Lightning, lightning, 4",
        "sdxl_lightning_8step_unet, lightning, 8",
        "sdxl_lightning_1step_unet_x0, lightning, 1",
        "Hyper-SDXL-1step-Unet.safetensors, hyper, 1",
        "dmd2_sdxl_4step_unet_fp16, dmd2, 4",
        "SimianLuo/LCM_Dreamshaper_v7, lcm, 4",
        "TCD-SDXL, tcd, 4"
    })
    void modelsArePublishedUnderSuchNames(String name, String preset, int steps) {
        assertThat(read(name, false)).hasValueSatisfying(found -> {
            assertThat(found.distillation().preset()).isEqualTo(preset);
            assertThat(found.steps()).isEqualTo(steps);
            assertThat(found.reason()).isEqualTo("the name \"" + name + "\"");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sdxl_lightning_4step_lora.safetensors, lightning, 4",
        "Hyper-SD15-8steps-CFG-lora.safetensors, hyper, 8",
        "dmd2_sdxl_4step_lora, dmd2, 4",
        "lcm-lora-sdxl, lcm, 4",
        "sd_xl_turbo_lora_v1, turbo, 1"
    })
    void lorasArePublishedUnderSuchNames(String name, String preset, int steps) {
        assertThat(read(name, true)).hasValueSatisfying(found -> {
            assertThat(found.distillation().preset()).isEqualTo(preset);
            assertThat(found.steps()).isEqualTo(steps);
            assertThat(found.byLora()).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"lightning_bolts", "turbo-cars-v2", "hyper detailed", "v1-5-pruned", "pcm", ""})
    void styleOfALoraIsNoPreset(String name) {
        assertThat(read(name, true)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"turbocharger", "hyperrealism_v3", "enlightning", "falcmodel", "emoji"})
    void partOfAWordIsNoPreset(String name) {
        assertThat(read(name, false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stabilityai/stable-diffusion-3.5-large-turbo",
                "sd3.5_large_turbo.safetensors",
                "stable-diffusion-3.5-medium-turbo",
                "sd3.5_large_turbo-Q4_0.gguf"
            })
    void turboOfStableDiffusion3DrawsInFourSteps(String name) {
        FoundPreset found = new Hint(name, "the name", false)
                .read(Distillation.STABLE_DIFFUSION_3)
                .orElseThrow();
        assertThat(found.preset(found.steps()).name()).isEqualTo("turbo");
        assertThat(found.preset(found.steps()).scheduler()).isEqualTo(SchedulerChoice.of("flow-euler"));
        assertThat(found.steps()).isEqualTo(4);
        assertThat(found.guided()).isFalse();
    }

    @Test
    void guidedHyperKeepsTheModelsGuidance() {
        assertThat(read("Hyper-SDXL-8steps-CFG-lora", true).orElseThrow().guided())
                .isTrue();
        assertThat(read("Hyper-SDXL-8steps-lora", true).orElseThrow().guided()).isFalse();
    }

    @Test
    void hyperInOneStepDependsOnWhatWasDistilled() {
        assertThat(Distillation.HYPER.scheduler(1, true).name()).isEqualTo("tcd");
        assertThat(Distillation.HYPER.scheduler(1, false).timesteps()).containsExactly(800.0);
        assertThat(Distillation.HYPER.scheduler(8, true).name()).isEqualTo("ddim");
    }
}
