package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.internal.StrictJson;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestJsonTest {

    private static final String DATA =
            new EncodedPicture(new Picture(2, 1, new byte[] {1, 2, 3, 4, 5, 6}).png(Map.of())).address();

    @Property(tries = 300)
    void whatIsWrittenIsReadBack(@ForAll("requests") GenerationRequest request) {
        assertThat(GenerationRequest.parse(request.toJson())).isEqualTo(request);
        assertThat(GenerationRequest.parse(StrictJson.write(request))).isEqualTo(request);
    }

    @Provide
    Arbitrary<GenerationRequest> requests() {
        Arbitrary<GenerationRequestBuilder> words = Combinators.combine(
                        Arbitraries.strings().ofMaxLength(20).injectNull(0.2),
                        Arbitraries.strings().ofMaxLength(20),
                        Arbitraries.integers().between(0, 11),
                        Arbitraries.of("emoji", "org/name").injectNull(0.5),
                        Arbitraries.longs().injectNull(0.3))
                .as((prompt, negative, skip, model, seed) -> GenerationRequest.builder()
                        .prompt(prompt)
                        .negativePrompt(negative)
                        .clipSkip(skip)
                        .model(model)
                        .seed(seed));
        Arbitrary<SchedulerChoice> schedulers = Arbitraries.of(
                SchedulerChoice.OF_CHECKPOINT,
                SchedulerChoice.of("euler"),
                new SchedulerChoice("unipc", Map.of("solver_order", 2, "thresholding", true)),
                new SchedulerChoice(null, Map.of("timestep_spacing", "trailing", "shift", 1.5)));
        Arbitrary<GenerationRequestBuilder> numbers = Combinators.combine(
                        words,
                        schedulers,
                        Arbitraries.integers().between(1, 1000).injectNull(0.3),
                        Arbitraries.doubles().between(0, 100).injectNull(0.3),
                        Arbitraries.doubles().between(0, 1).tuple2(),
                        Arbitraries.integers().between(1, 100).map(it -> 8 * it).injectNull(0.3))
                .as((builder, scheduler, steps, guidance, shares, width) -> builder.scheduler(scheduler)
                        .steps(steps)
                        .guidance(guidance)
                        .guidanceRescale(shares.get1())
                        .guidanceFrom(shares.get1() / 2)
                        .guidanceTo(0.5 + shares.get2() / 2)
                        .reuse((int) (10 * shares.get1()))
                        .width(width));
        return Combinators.combine(numbers, starts(), controls(), adapters())
                .as((builder, start, controls, adapters) -> {
                    GenerationRequestBuilder more = builder.start(start).controls(controls);
                    return more.loras(adapters.loras())
                            .embeddings(adapters.embeddings())
                            .build();
                });
    }

    private static Arbitrary<PictureSource> pictures() {
        return Arbitraries.of(PictureSource.of(DATA), new PictureReference("sha256:1234"));
    }

    private static Arbitrary<Start> starts() {
        Arbitrary<Double> strengths = Arbitraries.doubles().between(0.01, 1);
        return Combinators.combine(pictures(), strengths, pictures().injectNull(0.5))
                .as(Start::new)
                .injectNull(0.5);
    }

    private static Arbitrary<List<Control>> controls() {
        return Combinators.combine(
                        Arbitraries.of("canny", "pose").injectNull(0.3),
                        pictures(),
                        Arbitraries.doubles().between(0, 10))
                .as(Control::new)
                .list()
                .ofMaxSize(3);
    }

    private static Arbitrary<Adapters> adapters() {
        return Combinators.combine(
                        Arbitraries.doubles()
                                .between(-2, 2)
                                .map(weight -> new LoraChoice("style", weight))
                                .list()
                                .ofMaxSize(2),
                        Arbitraries.of("cat-toy", "dragon").list().ofMaxSize(2))
                .as(Adapters::new);
    }

    @Test
    void whatWasNotGivenIsNotWritten() {
        assertThat(GenerationRequest.of("a cat").toJson()).isEqualTo("{\"prompt\":\"a cat\"}");
        assertThat(GenerationRequest.builder().build().toJson()).isEqualTo("{}");
    }

    @Test
    void everyFieldStandsAtTheTop() {
        GenerationRequest request = GenerationRequest.parse("""
                {"prompt": "a cat", "negativePrompt": "dogs", "model": "emoji", "preset": "turbo",
                 "scheduler": {"name": "unipc", "options": {"solver_order": 2}},
                 "steps": 7, "guidance": 3, "guidanceRescale": 0.2, "guidanceFrom": 0.1, "guidanceTo": 0.7, "reuse": 2, "clipSkip": 1, "seed": 42, "width": 64, "height": 72,
                 "image": "sha256:1", "strength": 0.4, "mask": "sha256:2",
                 "controlNet": "canny", "controlImage": "sha256:3", "controlScale": 0.7,
                 "loras": [{"name": "style"}], "embeddings": ["cat-toy"]}""");
        assertThat(request)
                .isEqualTo(GenerationRequest.builder("a cat")
                        .negativePrompt("dogs")
                        .model("emoji")
                        .preset("turbo")
                        .scheduler(new SchedulerChoice("unipc", Map.of("solver_order", 2)))
                        .steps(7)
                        .guidance(3.0)
                        .guidanceRescale(0.2)
                        .guidanceFrom(0.1)
                        .guidanceTo(0.7)
                        .reuse(2)
                        .clipSkip(1)
                        .seed(42L)
                        .size(64, 72)
                        .image(new PictureReference("sha256:1"))
                        .strength(0.4)
                        .mask(new PictureReference("sha256:2"))
                        .controlNet("canny")
                        .controlImage(new PictureReference("sha256:3"))
                        .controlScale(0.7)
                        .loras(List.of(new LoraChoice("style", 1)))
                        .embeddings(List.of("cat-toy"))
                        .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-9223372036854775808", "-1", "9223372036854775808", "18446744073709551615"})
    void aSeedOf64BitsComesBackAsTheNumberThatWasGiven(String seed) {
        GenerationRequest request = GenerationRequest.parse("{\"prompt\": \"a cat\", \"seed\": " + seed + "}");
        assertThat(request.seed()).isEqualTo(new BigInteger(seed).longValue());
        assertThat(request.toJson()).contains("\"seed\":" + seed);
        assertThat(GenerationRequest.parse(request.toJson())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "-9223372036854775809"})
    void aSeedOfMoreThan64BitsIsRefused(String seed) {
        assertThatThrownBy(() -> GenerationRequest.parse("{\"prompt\": \"a cat\", \"seed\": " + seed + "}"))
                .hasMessageContaining("seed")
                .hasMessageContaining(seed)
                .hasMessageContaining("18446744073709551615");
    }

    @Test
    void howPicturesAreFittedIsAWord() {
        GenerationRequest request = GenerationRequest.parse("{\"prompt\": \"a cat\", \"fit\": \"pad\"}");
        assertThat(request.fit()).isEqualTo(Fit.PAD);
        assertThat(request.toJson()).contains("\"fit\":\"pad\"");
        assertThatThrownBy(() -> GenerationRequest.parse("{\"prompt\": \"a cat\", \"fit\": \"squeeze\"}"))
                .hasMessageContaining("fit")
                .hasMessageContaining("crop, pad or stretch");
    }

    @Test
    void aNullIsTheDefault() {
        GenerationRequest request = GenerationRequest.parse(
                "{\"prompt\": \"a cat\", \"strength\": null, \"clipSkip\": null, \"seed\": null, \"loras\": null}");
        assertThat(request).isEqualTo(GenerationRequest.of("a cat"));
    }

    @Test
    void fieldsAreReadOntoAnotherRequest() {
        GenerationRequest parent = GenerationRequest.builder("a cat")
                .seed(42L)
                .steps(7)
                .image(new PictureReference("sha256:1"))
                .strength(0.3)
                .build();
        byte[] body = "{\"prompt\": \"a dog\", \"seed\": null}".getBytes(StandardCharsets.UTF_8);
        assertThat(parent.toBuilder().fields(StrictJson.object(body)).build())
                .isEqualTo(parent.toBuilder().prompt("a dog").seed((Long) null).build());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"promt\": \"x\"} | promt | there is no such field; known: clipSkip, ",
                "{\"prompt\": 1} | prompt | 1 is not allowed; it must be a text",
                "{\"steps\": 2.5} | steps | 2.5 is not allowed; it must be a whole number",
                "{\"steps\": \"2\"} | steps | \"2\" is not allowed; it must be a whole number",
                "{\"steps\": 5000000000} | steps | 5000000000 is not allowed; it must be a whole number of at most 32 bits",
                "{\"guidance\": NaN} | guidance | NaN is not allowed; it must be from 0 to 100",
                "{\"loras\": {}} | loras | {} is not allowed; it must be a list",
                "{\"loras\": [{\"name\": \" \"}]} | loras.name | \" \" is not allowed",
                "{\"loras\": [{\"name\": \"x\", \"weigth\": 1}]} | loras.0.weigth | there is no such field",
                "{\"scheduler\": {\"options\": {\"x\": null}}} | scheduler.options.x | null is not allowed",
                "{\"scheduler\": \"euler\"} | scheduler | \"euler\" is not allowed; it must be an object",
                "{\"image\": \"data:text/plain,x\"} | image | it must begin with data:image/png;base64,",
                "{\"image\": \"data:image/png;base64,?\"} | image | it is not base64",
                "{\"image\": 3} | image | 3 is not allowed; it must be a text",
                "{\"controls\": [{\"controlNet\": \"canny\"}]} | controlImage | it is missing",
                "{\"seed\": 1, \"seed\": 2} | body | it is not valid JSON: Duplicate field 'seed'",
                "[] | body | it must be a JSON object",
            })
    void whatCannotBeReadIsNamed(String json, String field, String problem) {
        assertThatThrownBy(() -> GenerationRequest.parse(json))
                .isInstanceOf(DemistException.class)
                .hasMessageStartingWith(field + ": " + problem)
                .hasFieldOrPropertyWithValue("field", field)
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_REQUEST);
    }

    @Test
    void anyMapperReadsAndWritesRequests() throws JsonProcessingException {
        ObjectMapper mapper = new ObjectMapper();
        GenerationRequest request = GenerationRequest.builder("a cat")
                .image(PictureSource.of(DATA))
                .seed(42L)
                .build();
        assertThat(mapper.readValue(mapper.writeValueAsString(request), GenerationRequest.class))
                .isEqualTo(request);
    }

    @Test
    void aDecodedPictureIsWrittenAsOne() {
        Picture picture = new Picture(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        GenerationRequest request =
                GenerationRequest.builder("a cat").image(picture).build();
        Start start = GenerationRequest.parse(request.toJson()).start();
        assertThat(start).isNotNull();
        assertThat(start.image().decode()).isEqualTo(picture);
    }

    @Test
    void aReferenceIsNoPictureYet() {
        assertThatThrownBy(() -> new PictureReference("sha256:1").decode())
                .hasMessageContaining("image: sha256:1 is not allowed");
    }
}
