package dev.demist.engine.internal.batch;

import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Conditionings of several runs as one. */
final class Conditionings {

    private Conditionings() {}

    /** The tensors in a fixed order; null for those that it does not have. */
    static List<@Nullable Tensor> parts(Conditioning conditioning) {
        List<@Nullable Tensor> parts = new ArrayList<>();
        parts.add(conditioning.context());
        parts.add(conditioning.textEmbeds());
        parts.add(conditioning.timeIds());
        parts.add(conditioning.guidanceEmbedding());
        parts.add(conditioning.classLabels());
        parts.add(conditioning.midResidual());
        parts.addAll(conditioning.downResiduals());
        return parts;
    }

    /** All rows in order; {@code all} have the same tensors. */
    static Conditioning join(List<Conditioning> all) {
        if (all.size() == 1) {
            return all.get(0);
        }
        List<List<@Nullable Tensor>> rows =
                all.stream().map(Conditionings::parts).toList();
        List<@Nullable Tensor> joined = new ArrayList<>();
        for (int part = 0; part < rows.get(0).size(); part++) {
            joined.add(join(rows, part));
        }
        List<Tensor> down = joined.subList(6, joined.size()).stream()
                .map(Objects::requireNonNull)
                .toList();
        return new Conditioning(
                joined.get(0), joined.get(1), joined.get(2), joined.get(3), joined.get(4), down, joined.get(5));
    }

    private static @Nullable Tensor join(List<List<@Nullable Tensor>> rows, int part) {
        List<Tensor> tensors = new ArrayList<>();
        for (List<@Nullable Tensor> row : rows) {
            Tensor tensor = row.get(part);
            if (tensor != null) {
                tensors.add(tensor);
            }
        }
        return tensors.isEmpty() ? null : Tensor.concat(0, tensors.toArray(Tensor[]::new));
    }
}
