package dev.demist.engine.internal.model;

import dev.demist.engine.Goldens;
import dev.demist.engine.PackedLatents;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Inputs and outputs of one network. An input that the file lacks is that of {@code io.safetensors} beside it, as many
 * rows of it as there are samples.
 *
 * @param file the recording
 * @param base the one beside it
 */
record Recording(Weights file, Weights base) {

    private static final List<String> INPUTS = List.of(
            "encoder_hidden_states",
            "pooled_projections",
            "guidance",
            "text_embeds",
            "time_ids",
            "timestep_cond",
            "class_labels");

    private static final String PLACES = "img_ids";
    private static final int PATCH = 2;

    static Recording read(Path file) {
        Path base = file.resolveSibling("io.safetensors");
        Weights own = WeightFiles.open(file, null);
        return new Recording(own, Files.exists(base) ? WeightFiles.open(base, null) : own);
    }

    boolean has(String name) {
        return file.names().contains(name);
    }

    Tensor tensor(String name) {
        return Goldens.tensor(file, name);
    }

    /** An input with one row for each sample, null if neither file has it. */
    @Nullable
    Tensor rows(String name) {
        if (has(name)) {
            return tensor(name);
        }
        return base.names().contains(name) ? Goldens.tensor(base, name).rows(0, sample().size(0)) : null;
    }

    /** The denoiser's sample, under either of its names. */
    Tensor sample() {
        Tensor sample = tensor(has("sample") ? "sample" : "hidden_states");
        return isPacked() ? PackedLatents.unpack(sample, PATCH, PATCH * side(1), PATCH * side(2)) : sample;
    }

    /** Whether it was recorded as tokens, whose places are inputs as well. */
    boolean isPacked() {
        return has(PLACES);
    }

    /** The tokens along an axis of their places. */
    private int side(int axis) {
        Tensor places = tensor(PLACES);
        return 1 + (int) places.get(places.size() - places.size(1) + axis);
    }

    double[] timesteps() {
        Tensor times = rows("timestep");
        double last = isPacked() ? 1000 : 1; // recorded as 0 ... 1
        return times == null
                ? new double[0]
                : IntStream.range(0, times.size())
                        .mapToDouble(i -> times.get(i) * last)
                        .toArray();
    }

    Conditioning conditioning() {
        Conditioning conditioning = Conditioning.NONE;
        for (String name : INPUTS) {
            Tensor rows = rows(name);
            conditioning = rows == null ? conditioning : conditioning.with(name, rows);
        }
        return conditioning;
    }

    TokenBatch tokens() {
        Tensor ids = tensor("input_ids");
        int[][] rows = new int[ids.size(0)][ids.size(1)];
        for (int i = 0; i < ids.size(); i++) {
            rows[i / ids.size(1)][i % ids.size(1)] = (int) ids.get(i);
        }
        return has("attention_mask") ? TokenBatch.of(rows, mask(rows)) : TokenBatch.of(rows);
    }

    private boolean[][] mask(int[][] rows) {
        Tensor mask = tensor("attention_mask");
        boolean[][] seen = new boolean[rows.length][rows[0].length];
        for (int i = 0; i < mask.size(); i++) {
            seen[i / rows[0].length][i % rows[0].length] = mask.get(i) > 0;
        }
        return seen;
    }
}
