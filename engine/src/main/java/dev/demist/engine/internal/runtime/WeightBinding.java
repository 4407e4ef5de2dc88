package dev.demist.engine.internal.runtime;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Parameter;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the weight of each parameter and reports all that do not fit. Weights of layers that the network does not have
 * (a projection of another task, what a trainer left over) are named in the log and left out. One that belongs to a
 * layer of the network, such as the scale of quantised weights, changes what that layer computes, so it is an error.
 */
final class WeightBinding {

    private static final System.Logger LOG = System.getLogger(WeightBinding.class.getName());

    private static final int SHOWN = 5;
    /** Attention layers in checkpoints of 2022. */
    private static final Map<String, String> OLD_NAMES =
            Map.of("to_q", "query", "to_k", "key", "to_v", "value", "to_out.0", "proj_attn");

    /** Counters of training, and the head that predicts the next word, which no text encoder here needs. */
    private static final Set<String> HARMLESS = Set.of("position_ids", "num_batches_tracked", "lm_head.weight");

    private final Weights weights;
    private final Map<String, Weight> bound = new LinkedHashMap<>();
    private final Set<String> layers = new HashSet<>();
    private final Set<String> unexpected;
    private final List<String> missing = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();

    private WeightBinding(Weights weights) {
        this.weights = weights;
        this.unexpected = new HashSet<>(weights.names());
    }

    /**
     * The weight of every parameter, by the parameter's key.
     *
     * @throws DemistException WEIGHTS_MISMATCH with the first keys that are missing, unexpected or of another shape;
     *     unexpected are those of layers that the network has
     */
    static Map<String, Weight> bind(Weights weights, Collection<Parameter> parameters) {
        WeightBinding binding = new WeightBinding(weights);
        parameters.forEach(binding::bind);
        binding.unexpected.removeIf(WeightBinding::isHarmless);
        binding.leaveOut();
        binding.check();
        return binding.bound;
    }

    private void bind(Parameter parameter) {
        Optional<Weight> found = find(parameter.key());
        if (found.isEmpty()) {
            missing.add(parameter.key());
            return;
        }
        Weight weight = found.get();
        unexpected.remove(weight.name());
        layers.add(parent(parameter.key()));
        layers.add(parent(weight.name()));
        if (Arrays.equals(squeezed(weight.shape()), squeezed(parameter.shape()))) {
            bound.put(parameter.key(), weight);
        } else {
            misshapen.add(parameter.key() + " is " + Arrays.toString(weight.shape()) + " but should be "
                    + Arrays.toString(parameter.shape()));
        }
    }

    private Optional<Weight> find(String key) {
        return weights.find(key).or(() -> OLD_NAMES.entrySet().stream()
                .map(names -> key.replace("." + names.getKey() + ".", "." + names.getValue() + "."))
                .filter(old -> !old.equals(key))
                .flatMap(old -> weights.find(old).stream())
                .findFirst());
    }

    // A linear layer may be stored as a convolution of kernel 1, and the other way round.
    private static int[] squeezed(int[] shape) {
        int rank = shape.length;
        while (rank > 1 && shape[rank - 1] == 1) {
            rank--;
        }
        return Arrays.copyOf(shape, rank);
    }

    private static boolean isHarmless(String key) {
        return HARMLESS.stream().anyMatch(key::endsWith);
    }

    private void leaveOut() {
        List<String> unused =
                unexpected.stream().filter(key -> !isOfLayer(key)).sorted().toList();
        if (!unused.isEmpty()) {
            unexpected.removeAll(unused);
            List<String> said = new ArrayList<>();
            describe(said, "weights of layers that the model does not have are not used", unused);
            LOG.log(System.Logger.Level.WARNING, weights.origin() + ": " + said.get(0));
        }
    }

    private boolean isOfLayer(String key) {
        for (String module = parent(key); !module.isEmpty(); module = parent(module)) {
            if (layers.contains(module)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String key) {
        return key.substring(0, Math.max(0, key.lastIndexOf('.')));
    }

    private void check() {
        if (missing.isEmpty() && misshapen.isEmpty() && unexpected.isEmpty()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        describe(parts, "missing", missing);
        describe(parts, "of another shape", misshapen);
        describe(parts, "unexpected", unexpected.stream().sorted().toList());
        throw new DemistException(
                ErrorCode.WEIGHTS_MISMATCH,
                weights.origin() + ": the weights do not fit the configuration; " + String.join("; ", parts));
    }

    private static void describe(List<String> parts, String what, List<String> keys) {
        if (!keys.isEmpty()) {
            String shown = keys.stream().limit(SHOWN).collect(Collectors.joining(", "));
            parts.add(keys.size() + " " + what + ": " + shown + (keys.size() > SHOWN ? ", ..." : ""));
        }
    }
}
