package dev.demist.engine.internal.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A traced program: what goes in, what comes out, and everything between that the outputs depend on.
 *
 * @param inputs the tensors of a call, in order
 * @param outputs the tensors that come back, in order
 */
public record Graph(List<Input> inputs, List<Value> outputs) {

    /** Copies both lists. */
    public Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** All values that the outputs depend on, each after those that it reads. */
    public List<Value> order() {
        List<Value> order = new ArrayList<>();
        Set<Value> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Visit> path = new ArrayDeque<>(); // a network is deeper than the Java stack
        for (Value output : outputs) {
            enter(output, seen, path);
            while (!path.isEmpty()) {
                Visit visit = path.peek();
                if (visit.operands.hasNext()) {
                    enter(visit.operands.next(), seen, path);
                } else {
                    order.add(path.pop().value);
                }
            }
        }
        return order;
    }

    /** The weights that the outputs depend on, by key, in the order of their first use. */
    public Map<String, Parameter> parameters() {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Value value : order()) {
            if (value instanceof Parameter parameter) {
                parameters.putIfAbsent(parameter.key(), parameter);
            }
        }
        return parameters;
    }

    /** The values that are computed from the weights once, by {@link Constant#id}, in the order of the first use. */
    public Map<String, Constant> constants() {
        Map<String, Constant> constants = new LinkedHashMap<>();
        for (Value value : order()) {
            if (value instanceof Constant constant) {
                constants.putIfAbsent(constant.id(), constant);
            }
        }
        return constants;
    }

    private static void enter(Value value, Set<Value> seen, Deque<Visit> path) {
        if (seen.add(value)) {
            path.push(new Visit(value, operands(value)));
        }
    }

    private static Iterator<Value> operands(Value value) {
        return value instanceof Call call ? call.operands().iterator() : Collections.emptyIterator();
    }

    private record Visit(Value value, Iterator<Value> operands) {}
}
