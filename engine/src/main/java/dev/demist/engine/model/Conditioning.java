package dev.demist.engine.model;

import dev.demist.scheduler.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The tensors that steer a denoiser, in addition to the sample and its time, by the names of the network's inputs.
 * These are the names of the arguments of {@code forward} in diffusers, such as {@code encoder_hidden_states}; the
 * members of a list have their index appended, as in {@code down_block_additional_residuals.0}. All tensors have the
 * same number of rows, that of the sample. Immutable, thread-safe.
 */
public final class Conditioning {

    /** The text states {@code [B, T, C]} that cross-attention reads. */
    public static final String TEXT = "encoder_hidden_states";

    /** The deep features that a shallow pass takes instead of computing them, see {@link DeepPrediction}. */
    public static final String DEEP = "deep_features";

    /** What the names of {@link #reference} begin with. */
    public static final String REFERENCE = "reference.";

    /** No tensors, as unconditional models take it. */
    public static final Conditioning NONE = new Conditioning(Map.of());

    private final Map<String, Tensor> tensors;

    private Conditioning(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /**
     * The tensors of {@code tensors}, in the order of the map.
     *
     * @throws IllegalArgumentException if their numbers of rows differ
     */
    public static Conditioning of(Map<String, Tensor> tensors) {
        return NONE.with(tensors);
    }

    /** The name of the latents {@code [B, C, h', w']} of a picture that the text speaks of, counted from 0. */
    public static String reference(int index) {
        return REFERENCE + index;
    }

    /** Text states {@code [B, T, C]} alone. */
    public static Conditioning text(Tensor states) {
        return NONE.with(TEXT, states);
    }

    /**
     * These tensors and one more, which replaces a tensor of the same name.
     *
     * @throws IllegalArgumentException if it has another number of rows
     */
    public Conditioning with(String name, Tensor tensor) {
        return with(Map.of(name, tensor));
    }

    /**
     * These tensors and {@code others}, which replace those of the same names.
     *
     * @throws IllegalArgumentException if their numbers of rows differ
     */
    public Conditioning with(Conditioning others) {
        return with(others.tensors);
    }

    private Conditioning with(Map<String, Tensor> others) {
        Map<String, Tensor> all = new LinkedHashMap<>(tensors);
        others.forEach((name, tensor) -> {
            if (!all.isEmpty() && firstOf(all).size(0) != tensor.size(0)) {
                throw new IllegalArgumentException(name + " is " + tensor + ", but the other tensors have "
                        + firstOf(all).size(0) + " rows");
            }
            all.put(name, tensor);
        });
        return new Conditioning(all);
    }

    private static Tensor firstOf(Map<String, Tensor> tensors) {
        return tensors.values().iterator().next();
    }

    /** The tensor of this name. */
    public Optional<Tensor> get(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    /** The names of the tensors, in order. */
    public Set<String> names() {
        return tensors.keySet();
    }

    /** The number of rows of every tensor; 0 if there is no tensor. */
    public int rows() {
        return tensors.isEmpty() ? 0 : firstOf(tensors).size(0);
    }

    /** The rows {@code from} (inclusive) to {@code to} (exclusive) of every tensor. */
    public Conditioning rows(int from, int to) {
        return mapped(tensor -> tensor.rows(from, to));
    }

    private Conditioning mapped(UnaryOperator<Tensor> change) {
        Map<String, Tensor> changed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> changed.put(name, change.apply(tensor)));
        return new Conditioning(changed);
    }

    /**
     * The rows of all conditionings, one after another.
     *
     * @param all at least one; each has the names of the first
     * @throws IllegalArgumentException if names or the shapes of rows differ
     */
    public static Conditioning join(List<Conditioning> all) {
        Conditioning first = all.get(0);
        if (all.size() == 1) {
            return first;
        }
        all.forEach(other -> other.requireNamesOf(first));
        Map<String, Tensor> joined = new LinkedHashMap<>();
        for (String name : first.names()) {
            Tensor[] rows = all.stream().map(it -> it.tensor(name)).toArray(Tensor[]::new);
            joined.put(name, Tensor.concat(0, rows));
        }
        return new Conditioning(joined);
    }

    private void requireNamesOf(Conditioning first) {
        if (!names().equals(first.names())) {
            throw new IllegalArgumentException("conditionings of " + first.names() + " and of " + names());
        }
    }

    private Tensor tensor(String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Conditioning that && tensors.equals(that.tensors);
    }

    @Override
    public int hashCode() {
        return tensors.hashCode();
    }

    @Override
    public String toString() {
        return tensors.toString();
    }
}
