package dev.demist.engine.internal.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which operators of a program are computed once for all steps of a picture. */
final class SplitTest {

    private final Input sample = new Input("sample");
    private final Input text = Input.lasting("text");

    private Split split(Value... outputs) {
        return split(new Target(ElementType.FLOAT32, true, true, 8, 2), outputs);
    }

    private Split split(Target target, Value... outputs) {
        return Split.of(
                Lowering.lower(new Graph(List.of(sample, text), List.of(outputs)), target, parameter -> parameter));
    }

    private static List<String> functions(Graph graph) {
        return graph.order().stream()
                .filter(Call.class::isInstance)
                .map(value -> ((Call) value).function())
                .toList();
    }

    private static Value linear(String name, Value x) {
        return Linear.of(Scope.ROOT.child(name), 512, 512).apply(x);
    }

    @Test
    void keysAndValuesOfATextAreComputedOnce() {
        Split split = split(linear("query", sample).attend(linear("key", text), linear("value", text), false));
        assertThat(functions(split.lasting()))
                .containsExactly("ops.mkldnn._linear_pointwise", "ops.mkldnn._linear_pointwise");
        assertThat(split.lasting().inputs()).containsExactly(text);
        assertThat(functions(split.each())).containsExactly("ops.mkldnn._linear_pointwise", "self.small_attention");
        assertThat(split.each().inputs()).hasSize(3).startsWith(sample).doesNotContain(text);
    }

    @Test
    void viewsBehindAProductAreComputedOnceToo() {
        Value key = linear("key", text);
        Split split = split(sample.plus(key.reshape(key.size(0), -1)));
        assertThat(functions(split.lasting()))
                .containsExactly("ops.mkldnn._linear_pointwise", "torch.size", "torch.reshape");
        assertThat(functions(split.each())).containsExactly("torch.add");
    }

    @Test
    void sizesAndViewsOfAnInputAreComputedWhereTheyAreRead() {
        Split split = split(sample.reshape(text.size(0), -1).plus(text.unsqueeze(0)));
        assertThat(split.lasting().outputs()).isEmpty();
        assertThat(split.each().inputs()).containsExactly(sample, text);
    }

    @Test
    void theSizeOfAKeptTensorIsTakenOfIt() {
        Split split = split(sample.reshape(linear("key", text).size(1), -1));
        assertThat(split.lasting().outputs()).hasSize(1);
        assertThat(functions(split.each())).containsExactly("torch.size", "torch.reshape");
        assertThat(split.each().inputs()).doesNotContain(text);
    }

    @Test
    void aLayerThatTakesOverASumWithTheSampleIsComputedInEachCall() {
        Split split = split(linear("text", text).plusSame(sample));
        assertThat(split.lasting().outputs()).isEmpty();
    }

    @Test
    void aKeptPictureIsNotWrittenOver() {
        Value picture = Conv2d.same(Scope.ROOT.child("conv"), 4, 4, 3).apply(text);
        assertThat(functions(split(picture.plus(sample)).each())).containsExactly("torch.add");
        Split activated = split(Activation.silu().apply(picture).plus(sample));
        assertThat(functions(activated.lasting())).endsWith("self.silu_");
    }

    @Test
    void anOutputThatLastsIsKept() {
        Split split = split(linear("text", text), sample.plus(1));
        assertThat(split.each().outputs().get(0)).isInstanceOf(Input.class);
    }

    @Test
    void onADeviceTheTensorsStayThere() {
        Target device = Target.plain(ElementType.FLOAT16).on("cuda:0");
        Split split = split(device, sample.plus(linear("text", text)));
        assertThat(functions(split.lasting())).containsExactly("torch.to", "torch.linear");
        assertThat(functions(split.each())).containsExactly("torch.to", "torch.add", "torch.to");
    }
}
