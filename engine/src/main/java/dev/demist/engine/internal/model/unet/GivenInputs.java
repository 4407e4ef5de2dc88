package dev.demist.engine.internal.model.unet;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tensors of one call by the names that programs know them by. */
final class GivenInputs {

    private final String origin;
    private final int rows;
    private final Map<String, Tensor> given = new HashMap<>();

    /** @param origin the model's file, for messages */
    GivenInputs(String origin, Tensor sample, double[] timesteps, Conditioning conditioning) {
        this.origin = origin;
        this.rows = timesteps.length;
        put("sample", sample);
        put("timestep", floats(timesteps));
        put("context", conditioning.context());
        put("text_embeds", conditioning.textEmbeds());
        put("time_ids", conditioning.timeIds());
        put("timestep_cond", conditioning.guidanceEmbedding());
        put("class_labels", conditioning.classLabels());
        put("mid_residual", conditioning.midResidual());
        for (int i = 0; i < conditioning.downResiduals().size(); i++) {
            put("residual_" + i, conditioning.downResiduals().get(i));
        }
    }

    /** One more. */
    GivenInputs put(String name, @Nullable Tensor tensor) {
        if (tensor != null) {
            given.put(name, tensor);
        }
        return this;
    }

    /** In the order in which the program takes them. */
    List<Tensor> of(Graph graph) {
        return graph.inputs().stream().map(this::needed).toList();
    }

    private Tensor needed(Input input) {
        Tensor tensor = given.get(input.name());
        if (tensor == null) {
            throw new DemistException(
                    ErrorCode.PARTS_DO_NOT_FIT,
                    origin + ": this model needs " + input.name() + ", which was not given");
        } else if (tensor.size(0) != rows) {
            throw new IllegalArgumentException(
                    input.name() + " is " + tensor + ", but there are " + rows + " timesteps");
        }
        return tensor;
    }

    private static Tensor floats(double[] numbers) {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        return Tensor.wrap(values, values.length);
    }
}
