package dev.demist.engine.internal.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.engine.internal.graph.Call;
import dev.demist.engine.internal.graph.ElementType;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.internal.nn.Conv2d;
import dev.demist.engine.internal.nn.Linear;
import dev.demist.engine.internal.nn.Scope;
import dev.demist.engine.internal.nn.Timesteps;
import dev.demist.engine.internal.torchscript.Method;
import dev.demist.engine.internal.torchscript.ScriptModule;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacementTest {

    private static final Target GPU = Target.plain(ElementType.FLOAT16).on("cuda:1");

    @Test
    void argumentsAreTakenToTheDeviceAndResultsBack() {
        Input x = new Input("x");
        String text = lowered(new Graph(
                List.of(x), List.of(Linear.of(Scope.ROOT.child("a"), 2, 2).apply(x))));
        assertThat(text)
                .containsSubsequence(
                        "torch.to(x, torch.device(\"cuda:1\"))", "w[", "torch.to(", "torch.device(\"cpu\")", "return");
    }

    @Test
    void tensorsThatAProgramMakesAreMadeOnTheDevice() {
        Input t = new Input("t");
        Graph lowered = lower(new Graph(List.of(t), List.of(new Timesteps(4, true, 0).apply(t))));
        assertThat(lowered.constants().keySet())
                .anySatisfy(id -> assertThat(id).contains("torch.arange(", "device=Device[name=cuda:1]"));
    }

    @Test
    void weightsOfConvolutionsLieThereAsTheirPicturesDo() {
        Input x = new Input("x");
        Graph graph = new Graph(
                List.of(x),
                List.of(Conv2d.of(Scope.ROOT.child("a"), 2, 2, 3, 1, 1).apply(x)));
        assertThat(lower(graph).constants().keySet())
                .anySatisfy(
                        id -> assertThat(id).contains("a.weight", "torch.contiguous(", "memory_format=Int[value=2]"))
                .anySatisfy(id -> assertThat(id).contains("a.bias").doesNotContain("torch.contiguous("));
        Graph apple = Lowering.lower(graph, Target.plain(ElementType.FLOAT16).on("mps"), GPU::taken);
        assertThat(apple.constants().keySet()).noneMatch(id -> id.contains("memory_format"));
    }

    @Test
    void attentionIsOneOperator() {
        Input x = new Input("x");
        assertThat(lowered(new Graph(List.of(x), List.of(x.attend(x, x, false)))))
                .contains("torch.scaled_dot_product_attention(")
                .doesNotContain("softmax");
    }

    @Test
    void anOperatorThatMayMakeATensorAnywhereIsAnError() {
        Graph graph = new Graph(List.of(), List.of(Call.of("torch.eye", 3)));
        assertThatThrownBy(() -> lower(graph)).hasMessageContaining("torch.eye");
    }

    @Test
    void aProgramForTheProcessorsNamesNoDevice() {
        Input t = new Input("t");
        Graph graph = new Graph(List.of(t), List.of(new Timesteps(4, true, 0).apply(t)));
        Graph lowered = Lowering.lower(graph, Target.plain(ElementType.FLOAT32), parameter -> parameter);
        assertThat(print(lowered) + lowered.constants().keySet()).doesNotContain("device");
    }

    private static String lowered(Graph graph) {
        return print(lower(graph));
    }

    private static Graph lower(Graph graph) {
        return Lowering.lower(graph, GPU, GPU::taken);
    }

    private static String print(Graph lowered) {
        return ScriptModule.of(ElementType.FLOAT16, "", List.of(Method.lowered("forward", lowered)))
                .text();
    }
}
