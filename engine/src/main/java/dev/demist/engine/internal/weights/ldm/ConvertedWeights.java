package dev.demist.engine.internal.weights.ldm;

import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A part of a checkpoint under diffusers' names, reshaped, sliced or transposed where the layouts differ. */
final class ConvertedWeights implements Weights {

    private final Weights file;
    private final String prefix;
    private final Map<String, View> views;

    /** Views of weights whose keys in the file have a prefix. */
    ConvertedWeights(Weights file, String prefix, Map<String, View> views) {
        this.file = file;
        this.prefix = prefix;
        this.views = Collections.unmodifiableMap(views);
    }

    @Override
    public Set<String> names() {
        return views.keySet();
    }

    @Override
    public Optional<Weight> find(String name) {
        View view = views.get(name);
        return view == null
                ? Optional.empty()
                : file.find(prefix + view.key()).map(view.change()).map(weight -> weight.named(name));
    }

    @Override
    public void forget() {
        file.forget();
    }

    @Override
    public String origin() {
        return file.origin() + " (" + prefix + "*)";
    }
}
