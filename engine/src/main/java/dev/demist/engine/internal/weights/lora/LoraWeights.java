package dev.demist.engine.internal.weights.lora;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights with LoRAs merged into them: {@code W + Σ strength * alpha / rank * up · down}. An adapted weight is computed
 * in float32 each time its data is read, all others are the base's own. Immutable, thread-safe.
 */
public final class LoraWeights implements Weights {

    private static final Logger LOG = LoggerFactory.getLogger(LoraWeights.class);
    private static final int SHOWN = 3;

    private final Weights base;
    private final Map<String, List<Delta>> deltas;
    private final List<LoraFile> loras;

    private LoraWeights(Weights base, Map<String, List<Delta>> deltas, List<LoraFile> loras) {
        this.base = base;
        this.deltas = deltas;
        this.loras = List.copyOf(loras);
    }

    /**
     * The weights of a part with LoRAs merged.
     *
     * @param base weights under diffusers' names
     * @param part the part that they belong to
     * @param loras any number of files, added up
     * @return the base itself if no file adapts this part
     * @throws DemistException WEIGHTS_MISMATCH if no module of a file is known, or if one has another size
     */
    public static Weights merge(Weights base, LoraPart part, List<LoraFile> loras) {
        ModuleNames names = new ModuleNames(part, base.names());
        Map<String, List<Delta>> deltas = new HashMap<>();
        for (LoraFile lora : loras) {
            requireKnown(lora, part, names, base);
            lora.modules().forEach((name, module) -> part.local(name)
                    .flatMap(names::find)
                    .ifPresent(keys -> add(deltas, keys, new Delta(lora, module, lora.scale(part, name), 0), base)));
        }
        return deltas.isEmpty() ? base : new LoraWeights(base, deltas, loras);
    }

    /** Adds a change to each weight whose rows it has, one after the other. */
    private static void add(Map<String, List<Delta>> deltas, List<String> keys, Delta whole, Weights base) {
        List<Weight> weights =
                keys.stream().map(key -> base.find(key).orElseThrow()).toList();
        int rows = weights.stream().mapToInt(weight -> weight.shape()[0]).sum();
        int row = 0;
        for (Weight weight : weights) {
            whole.requireFits(weight, rows);
            deltas.computeIfAbsent(weight.name(), key -> new ArrayList<>()).add(whole.from(row));
            row += weight.shape()[0];
        }
    }

    /** A file that knows other modules alone is refused; of one that fits in part the user is told how much does. */
    private static void requireKnown(LoraFile lora, LoraPart part, ModuleNames names, Weights base) {
        List<String> own = own(lora, part);
        List<String> unknown = unknown(own, part, names);
        if (unknown.isEmpty()) {
            return;
        }
        String message = message(lora, base, own, unknown);
        if (unknown.size() == own.size()) {
            throw new DemistException(ErrorCode.WEIGHTS_MISMATCH, message + "; " + lora.madeFor());
        }
        LOG.warn("{}; they are left out", message);
    }

    /** What a file adapts of a part that the part does not have, in words; empty if it has all of it. */
    public static Optional<String> leftOut(Weights base, LoraPart part, LoraFile lora) {
        List<String> own = own(lora, part);
        List<String> unknown = unknown(own, part, new ModuleNames(part, base.names()));
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(message(lora, base, own, unknown) + "; they are left out");
    }

    private static List<String> own(LoraFile lora, LoraPart part) {
        return lora.modules().keySet().stream().filter(part::owns).toList();
    }

    private static List<String> unknown(List<String> own, LoraPart part, ModuleNames names) {
        return own.stream()
                .filter(name -> part.local(name).flatMap(names::find).isEmpty())
                .toList();
    }

    private static String message(LoraFile lora, Weights base, List<String> own, List<String> unknown) {
        return lora.path() + ": adapts " + own.size() + " modules of " + base.origin() + ", of which it has not "
                + unknown.size() + ", such as " + unknown.subList(0, Math.min(SHOWN, unknown.size()));
    }

    @Override
    public Set<String> names() {
        return base.names();
    }

    @Override
    public Optional<Weight> find(String name) {
        List<Delta> here = deltas.get(name);
        return here == null ? base.find(name) : base.find(name).map(weight -> merged(weight, here));
    }

    @Override
    public void forget() {
        base.forget();
        loras.forEach(LoraFile::forget);
    }

    @Override
    public String origin() {
        return base.origin() + " with LoRA";
    }

    private static Weight merged(Weight weight, List<Delta> deltas) {
        WeightSource source = new WeightSource.Computed(target -> Merge.write(weight, deltas, target));
        return new Weight(weight.name(), DType.F32, weight.shape(), weight.file(), source);
    }
}
