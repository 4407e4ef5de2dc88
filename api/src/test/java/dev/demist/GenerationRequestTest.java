package dev.demist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GenerationRequestTest {

    private static final Picture PICTURE = new Picture(1, 1, new byte[3]);
    private static final String LONG = "x".repeat(10_000);

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("prompt", request -> request.prompt(LONG + "x")),
                refused("negativePrompt", request -> request.negativePrompt(LONG + "x")),
                refused("steps", request -> request.steps(0)),
                refused("steps", request -> request.steps(1001)),
                refused("guidance", request -> request.guidance(-0.1)),
                refused("guidance", request -> request.guidance(100.1)),
                refused("guidance", request -> request.guidance(Double.NaN)),
                refused("guidanceRescale", request -> request.guidanceRescale(1.1)),
                refused("guidanceRescale", request -> request.guidanceRescale(Double.NaN)),
                refused("reuse", request -> request.reuse(-1)),
                refused("reuse", request -> request.reuse(1001)),
                refused("guidanceFrom", request -> request.guidanceFrom(-0.1)),
                refused("guidanceTo", request -> request.guidanceTo(1.1)),
                refused("guidanceTo", request -> request.guidanceTo(Double.NaN)),
                refused("guidanceTo", request -> request.guidanceFrom(0.5).guidanceTo(0.4)),
                refused("clipSkip", request -> request.clipSkip(-1)),
                refused("clipSkip", request -> request.clipSkip(12)),
                refused("width", request -> request.width(0)),
                refused("width", request -> request.width(100)),
                refused("height", request -> request.height(-8)),
                refused("height", request -> request.height(16392)),
                refused("strength", request -> request.strength(0.0)),
                refused("strength", request -> request.strength(1.01)),
                refused("strength", request -> request.strength(Double.NaN)),
                refused("controlScale", request -> request.controlScale(-1.0)),
                refused("controlScale", request -> request.controlScale(11.0)));
    }

    private static Arguments refused(String field, UnaryOperator<GenerationRequestBuilder> change) {
        return Arguments.of(field, change);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aValueThatIsNotAllowedIsNamed(String field, UnaryOperator<GenerationRequestBuilder> change) {
        GenerationRequestBuilder builder = change.apply(GenerationRequest.builder("a cat"));
        assertThatThrownBy(builder::build)
                .isInstanceOf(DemistException.class)
                .hasMessageStartingWith(field + ": ")
                .hasMessageContaining("allowed")
                .hasFieldOrPropertyWithValue("field", field)
                .hasFieldOrPropertyWithValue("code", ErrorCode.INVALID_REQUEST);
    }

    @Test
    void theMessageSaysFieldValueAndRuleOnce() {
        assertThatThrownBy(() -> GenerationRequest.builder("a cat").width(100).build())
                .hasMessage("width: 100 is not allowed; it must be a multiple of 8 from 8 to 16384");
    }

    @Test
    void aMaskNeedsAnImage() {
        assertRefused(GenerationRequest.builder("a cat").mask(PICTURE), "mask");
    }

    @Test
    void aControlNetNeedsAnImage() {
        assertRefused(GenerationRequest.builder("a cat").controlNet("canny"), "controlImage");
    }

    @Test
    void oneControlAndAListOfThemAreNotMixed() {
        Control control = new Control(null, PICTURE, 1);
        assertRefused(
                GenerationRequest.builder("a cat")
                        .controls(List.of(control, control))
                        .controlImage(PICTURE),
                "controls");
    }

    private static void assertRefused(GenerationRequestBuilder builder, String field) {
        assertThatThrownBy(builder::build).hasFieldOrPropertyWithValue("field", field);
    }

    @Test
    void severalControlsStayInOrder() {
        List<Control> controls = List.of(new Control("canny", PICTURE, 0.5), new Control("pose", PICTURE, 1));
        GenerationRequest request =
                GenerationRequest.builder("a cat").controls(controls).build();
        assertThat(request.controls()).isEqualTo(controls);
        assertThat(request.toBuilder().build()).isEqualTo(request);
    }

    @Test
    void theLimitsThemselvesAreAllowed() {
        GenerationRequest request = GenerationRequest.builder(LONG)
                .negativePrompt(LONG)
                .steps(1000)
                .guidance(100.0)
                .guidanceRescale(1.0)
                .clipSkip(11)
                .seed(Long.MIN_VALUE)
                .width(8)
                .height(16384)
                .strength(1.0)
                .controlScale(10.0)
                .build();
        assertThat(request.steps()).isEqualTo(1000);
        assertThat(request.size().width()).isEqualTo(8);
    }

    @Test
    void everythingButThePromptHasADefault() {
        GenerationRequest request = GenerationRequest.of("a cat");
        assertThat(request.prompt()).isEqualTo(new Prompt("a cat", "", 0));
        assertThat(request.steps()).isNull();
        assertThat(request.scheduler()).isEqualTo(SchedulerChoice.OF_CHECKPOINT);
    }

    @Test
    void aBuilderOfARequestMakesTheSameRequest() {
        GenerationRequest request = GenerationRequest.builder("a cat")
                .negativePrompt("blurry")
                .scheduler(SchedulerChoice.of("euler"))
                .steps(7)
                .guidance(3.5)
                .guidanceRescale(0.2)
                .guidanceFrom(0.1)
                .guidanceTo(0.7)
                .reuse(3)
                .clipSkip(1)
                .seed(42L)
                .width(64)
                .height(72)
                .image(PICTURE)
                .strength(0.4)
                .mask(PICTURE)
                .controlScale(0.7)
                .loras(List.of(new LoraChoice("style", 0.5)))
                .build();
        assertThat(request.toBuilder().build()).isEqualTo(request);
        assertThat(request.toBuilder().seed(43L).build()).isNotEqualTo(request);
    }

    @Test
    void theListOfLorasIsCopied() {
        List<LoraChoice> loras = new ArrayList<>();
        GenerationRequest request =
                GenerationRequest.builder("a cat").loras(loras).build();
        loras.add(new LoraChoice("style", 1));
        assertThat(request.adapters().loras()).isEmpty();
    }
}
