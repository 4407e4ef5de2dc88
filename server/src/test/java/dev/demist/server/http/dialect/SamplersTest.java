package dev.demist.server.http.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.SchedulerChoice;
import dev.demist.scheduler.SchedulerConfig;
import dev.demist.scheduler.SchedulerProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SamplersTest {

    static Iterable<String> names() {
        return Samplers.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everySamplerIsASchedulerThatTakesItsOptions(String name) {
        SchedulerChoice choice = Samplers.choice(name, null);
        assertThat(choice).isNotNull();
        SchedulerProvider provider = provider(choice);
        assertThat(provider.create(SchedulerConfig.of(new HashMap<>(choice.options()))))
                .isNotNull();
    }

    /** The page knows samplers by the labels alone. */
    @ParameterizedTest
    @MethodSource("names")
    void aSamplerWithoutOptionsIsCalledLikeItsScheduler(String name) {
        SchedulerChoice choice = Objects.requireNonNull(Samplers.choice(name, null));
        if (choice.options().isEmpty() && !name.equals("PLMS")) {
            assertThat(provider(choice).label()).isEqualTo(name);
        }
    }

    private static SchedulerProvider provider(SchedulerChoice choice) {
        return ServiceLoader.load(SchedulerProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(known -> known.name().equals(choice.name()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aScheduleAtTheEndOrBesidePlacesTheNoiseLevels() {
        Map<String, Object> karras = Map.of("algorithm_type", "dpmsolver++", "use_karras_sigmas", true);
        assertThat(Samplers.choice("DPM++ 2M Karras", null)).isEqualTo(new SchedulerChoice("dpm", karras));
        assertThat(Samplers.choice("dpm++ 2m", "Karras")).isEqualTo(new SchedulerChoice("dpm", karras));
        assertThat(Samplers.choice("Euler a", "sgm_uniform"))
                .isEqualTo(new SchedulerChoice("euler-a", Map.of("timestep_spacing", "trailing")));
    }

    @Test
    void aloneAScheduleIsOneOfTheModelsOwnSchedulerAndAnythingElseAName() {
        assertThat(Samplers.choice(null, "karras"))
                .isEqualTo(new SchedulerChoice(null, Map.of("use_karras_sigmas", true)));
        assertThat(Samplers.choice(null, "unipc")).isEqualTo(SchedulerChoice.of("unipc"));
        assertThat(Samplers.choice("my-plugin", null)).isEqualTo(SchedulerChoice.of("my-plugin"));
        assertThat(Samplers.choice(null, null)).isNull();
    }

    @Test
    void anUnknownScheduleIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> Samplers.choice("Euler", "Carrot")).hasMessageContaining("Karras");
    }
}
