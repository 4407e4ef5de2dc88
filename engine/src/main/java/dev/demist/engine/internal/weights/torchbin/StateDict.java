package dev.demist.engine.internal.weights.torchbin;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.torchbin.Value.Dict;
import dev.demist.engine.internal.weights.torchbin.Value.Int;
import dev.demist.engine.internal.weights.torchbin.Value.Name;
import dev.demist.engine.internal.weights.torchbin.Value.TensorValue;
import dev.demist.engine.internal.weights.torchbin.Value.Text;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The tensors of a pickled dictionary under their keys; those of an inner dictionary under {@code outer.inner}. */
final class StateDict {

    static final int MAX_DEPTH = 8;
    static final int MAX_VISITS = 65_536;

    private final Path file;
    private final Map<String, Weight> weights = new LinkedHashMap<>();
    private int visits;

    private StateDict(Path file) {
        this.file = file;
    }

    /** Takes only the {@code state_dict} of a training checkpoint: the optimizer's tensors are not weights. */
    static Map<String, Weight> of(Path file, Value root) throws PickleException {
        if (!(root instanceof Dict dict)) {
            throw new PickleException("it holds no dictionary of tensors");
        }
        StateDict found = new StateDict(file);
        found.collect("", dict.items.get(new Text("state_dict")) instanceof Dict state ? state : dict, 0);
        if (found.weights.isEmpty()) {
            throw new PickleException("it holds no tensors");
        }
        return found.weights;
    }

    private void collect(String prefix, Dict dict, int depth) throws PickleException {
        for (var item : dict.items.entrySet()) {
            if (depth == MAX_DEPTH || ++visits > MAX_VISITS) {
                throw new PickleException("its dictionaries are nested too deeply or too often");
            }
            String name = prefix + keyText(item.getKey());
            if (item.getValue() instanceof TensorValue tensor) {
                add(name, tensor);
            } else if (item.getValue() instanceof Dict inner) {
                collect(name + ".", inner, depth + 1);
            }
        }
    }

    private void add(String name, TensorValue tensor) throws PickleException {
        Weight weight = new Weight(name, tensor.dtype(), tensor.shape(), file, WeightSource.of(tensor.bytes()));
        if (weights.put(name, weight) != null) {
            throw new PickleException("the key '" + name + "' occurs twice");
        }
    }

    private static String keyText(Value key) {
        if (key instanceof Text text) {
            return text.text();
        }
        return key instanceof Int number
                ? Long.toString(number.value())
                : ((Name) key).allowed().name();
    }
}
