package dev.demist.engine.internal.lowering;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.graph.Value;
import dev.demist.engine.internal.nn.Activation;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.GroupNorm;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which operators of a traced program write over what they read. */
final class LoweringTest {

    private final Input x = new Input("x");
    private final Value norm =
            GroupNorm.of(Scope.ROOT.child("norm"), 4, 2, 1e-5).apply(x);
    private final Value conv = Conv2d.same(Scope.ROOT.child("conv"), 4, 4, 3).apply(x);

    private List<String> functions(boolean oneDnn, Value... outputs) {
        Target target = new Target(ElementType.FLOAT32, oneDnn, true, 8, 2);
        Graph lowered = Lowering.lower(new Graph(List.of(x), List.of(outputs)), target, parameter -> parameter);
        return lowered.order().stream()
                .filter(Call.class::isInstance)
                .map(value -> ((Call) value).function())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aNormThatIsReadOnceIsOverwritten(boolean oneDnn) {
        assertThat(functions(oneDnn, Activation.silu().apply(norm))).endsWith("self.silu_");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSumIsWrittenOverTheConvolution(boolean oneDnn) {
        assertThat(functions(oneDnn, conv.plusSame(x))).endsWith("torch.add_");
        assertThat(functions(oneDnn, conv.plus(x))).endsWith("torch.add_");
    }

    @Test
    void whatIsReadTwiceIsLeft() {
        Value silu = Activation.silu().apply(norm);
        assertThat(functions(true, silu, norm)).contains("self.silu").doesNotContain("self.silu_");
        assertThat(functions(true, silu.plus(norm))).contains("self.silu").doesNotContain("self.silu_");
        assertThat(functions(true, conv.plusSame(conv))).endsWith("torch.add");
    }

    @Test
    void whatIsComputedOnceIsLeft() {
        Value constant = Conv2d.same(Scope.ROOT.child("conv"), 4, 4, 3).apply(new Parameter("picture", 1, 4, 8, 8));
        assertThat(functions(false, constant.plus(x))).containsExactly("torch.add");
    }

    @Test
    void whatComesFromOutsideIsLeft() {
        assertThat(functions(true, Activation.silu().apply(x), x.plus(1))).containsExactly("self.silu", "torch.add");
    }

    @Test
    void smallLayersOfTheSameTensorAreOneProduct() {
        Value[] layers = {linear("query", 4, 4), linear("key", 4, 4), linear("value", 4, 6)};
        assertThat(functions(true, layers))
                .containsExactly("ops.mkldnn._linear_pointwise", "torch.narrow", "torch.narrow", "torch.narrow");
        assertThat(functions(false, layers)).containsOnly("torch.linear").hasSize(3);
    }

    @Test
    void largeLayersAndThoseThatAbsorbStayByThemselves() {
        assertThat(functions(true, linear("a", 4, 4), linear("b", 512, 512))).doesNotContain("torch.narrow");
        assertThat(functions(true, linear("a", 4, 4), linear("b", 4, 4).apply("torch.gelu")))
                .doesNotContain("torch.narrow");
        assertThat(functions(true, linear("a", 4, 4), linear("b", 4, 4).plusSame(x)))
                .doesNotContain("torch.narrow");
    }

    private Value linear(String name, int in, int out) {
        return Linear.of(Scope.ROOT.child(name), in, out).apply(x);
    }
}
