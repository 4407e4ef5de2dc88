package dev.demist.engine.internal.torchscript;

import dev.demist.engine.internal.graph.Graph;
import java.util.List;

/**
 * One method of a printed module: {@code def name(self, inputs..., w: List[Tensor]) -> List[Tensor]}.
 *
 * @param name its name
 * @param graph what it computes
 * @param keys which weight, by its key, or which constant, by its id, stands at each place of {@code w}
 */
public record Method(String name, Graph graph, List<String> keys) {

    /** A lowered method, whose constants come in the order of their first use. */
    public static Method lowered(String name, Graph graph) {
        return new Method(name, graph, List.copyOf(graph.constants().keySet()));
    }
}
