package dev.demist.engine.internal.graph;

import static dev.demist.engine.internal.graph.Shape.ANY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What tracing knows of shapes, and what it refuses. */
final class ShapeTest {

    private final Value picture = new Input("sample", Shape.of(ANY, 4, ANY, ANY));
    private final Value states = new Input("states", Shape.of(ANY, 77, 768));
    private final Value unknown = new Input("x");

    @Test
    void channelsAreKnownThroughLayers() {
        Value convolved = picture.convolve(new Parameter("conv.weight", 320, 4, 3, 3), null, 1, 1);
        assertThat(convolved.known()).hasToString("[?, 320, ?, ?]");
        Value pixels = convolved.permute(0, 2, 3, 1).reshape(convolved.size(0), -1, 320);
        assertThat(pixels.linear(new Parameter("to_q.weight", 640, 320), null).known())
                .hasToString("[?, ?, 640]");
        assertThat(Value.concat(1, convolved, convolved).known()).hasToString("[?, 640, ?, ?]");
        assertThat(unknown.convolve(new Parameter("conv.weight", 8, 4, 3, 3), null, 1, 1)
                        .known())
                .hasToString("[?, 8, ?, ?]");
    }

    @Test
    void headsAreKnownThroughAttention() {
        Value query = states.reshape(states.size(0), -1, 8, 96).transpose(1, 2);
        assertThat(query.known()).hasToString("[?, 8, ?, 96]");
        assertThat(query.attend(query, query.narrow(3, 0, 40), false).known()).hasToString("[?, 8, ?, 40]");
    }

    @Test
    void sumsKnowWhatEitherKnows() {
        Value bias = new Parameter("bias", 768);
        assertThat(states.plus(bias).known()).hasToString("[?, 77, 768]");
        assertThat(states.plus(1).known()).hasToString("[?, 77, 768]");
        assertThat(new Input("y", Shape.of(2, ANY, ANY)).plusSame(states).known())
                .hasToString("[2, 77, 768]");
        assertThat(states.plus(unknown).known()).hasToString("[...]");
        assertThat(states.unsqueeze(-1).known()).hasToString("[?, 77, 768, 1]");
    }

    @Test
    void aLinearLayerOfAnotherWidthIsRefused() {
        Parameter weight = new Parameter("blocks.0.attn2.to_k.weight", 320, 1024);
        assertRefused(
                () -> states.linear(weight, null),
                "torch.linear",
                "[?, 77, 768] (states)",
                "[320, 1024] (blocks.0.attn2.to_k.weight)");
    }

    @Test
    void aConvolutionOfOtherChannelsIsRefused() {
        Parameter weight = new Parameter("conv_in.weight", 320, 9, 3, 3);
        assertRefused(
                () -> picture.convolve(weight, null, 1, 1),
                "torch.conv2d",
                "[?, 4, ?, ?]",
                "[320, 9, 3, 3] (conv_in.weight)");
    }

    @Test
    void aNormOfOtherChannelsIsRefused() {
        Parameter weight = new Parameter("norm.weight", 6);
        assertRefused(() -> picture.groupNorm(2, weight, weight, 1e-5), "torch.group_norm", "[?, 4, ?, ?]", "[6]");
        Parameter four = new Parameter("norm.weight", 4);
        assertRefused(() -> picture.groupNorm(3, four, four, 1e-5), "of 3 groups", "[4] (norm.weight)");
        Parameter wide = new Parameter("norm.weight", 1024);
        assertRefused(
                () -> states.apply("torch.layer_norm", wide.shape(), wide, wide, 1e-5), "torch.layer_norm", "[1024]");
    }

    @Test
    void attentionOfOtherHeadsIsRefusedWithTheWeightsThatMadeThem() {
        Value query = split(states.linear(new Parameter("to_q.weight", 640, 768), null), 8);
        Value key = split(states.linear(new Parameter("to_k.weight", 640, 768), null), 10);
        assertRefused(
                () -> query.attend(key, key, false),
                "attention",
                "[?, 8, ?, 80] (to_q.weight)",
                "[?, 10, ?, 64] (to_k.weight)");
    }

    private static Value split(Value x, int heads) {
        return x.reshape(x.size(0), -1, heads, 640 / heads).transpose(1, 2);
    }

    @Test
    void sumsAndJoinsOfOtherShapesAreRefused() {
        Value wide = new Input("wide", Shape.of(ANY, 77, 1024));
        assertRefused(() -> states.plusSame(wide), "[?, 77, 768] (states)", "[?, 77, 1024] (wide)");
        assertRefused(() -> states.times(wide), "[?, 77, 768]", "[?, 77, 1024]");
        assertRefused(() -> Value.concat(1, states, wide), "torch.cat", "[?, 77, 768]", "[?, 77, 1024]");
    }

    private static void assertRefused(ThrowingCallable trace, String... parts) {
        assertThatThrownBy(trace)
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContainingAll(parts);
    }
}
