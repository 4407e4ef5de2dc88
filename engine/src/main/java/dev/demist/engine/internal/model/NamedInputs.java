package dev.demist.engine.internal.model;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.graph.Input;
import dev.demist.engine.model.Conditioning;
import dev.demist.scheduler.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The tensors of one model call, by the names of the inputs of its graph. All have the same number of rows. */
public final class NamedInputs {

    /** The name of the sample among a denoiser's inputs. */
    public static final String SAMPLE = "sample";

    /** The name of the time {@code [B]} among a denoiser's inputs. */
    public static final String TIMESTEP = "timestep";

    private final String origin;
    private final int rows;
    private final Map<String, Tensor> given;

    private NamedInputs(String origin, int rows, Map<String, Tensor> given) {
        this.origin = origin;
        this.rows = rows;
        this.given = given;
    }

    /**
     * The inputs of a network that sees a sample at a time.
     *
     * @param origin the model's file, for messages
     */
    public static NamedInputs of(String origin, Tensor sample, double[] timesteps, Conditioning conditioning) {
        Map<String, Tensor> given = new HashMap<>();
        conditioning
                .names()
                .forEach(name -> given.put(name, conditioning.get(name).orElseThrow()));
        given.put(SAMPLE, sample);
        given.put(TIMESTEP, floats(timesteps));
        return new NamedInputs(origin, timesteps.length, given);
    }

    /**
     * A tensor that a network cannot do without.
     *
     * @throws IllegalArgumentException if it was not given
     */
    public static Tensor required(Conditioning conditioning, String name) {
        return conditioning
                .get(name)
                .orElseThrow(() -> new IllegalArgumentException(name + " is missing in " + conditioning.names()));
    }

    /**
     * The tensors in the order in which {@code graph} takes them; those that it does not take are left out.
     *
     * @throws DemistException PARTS_DO_NOT_FIT if it takes one that was not given
     */
    public List<Tensor> inOrderOf(Graph graph) {
        return graph.inputs().stream().map(this::needed).toList();
    }

    private Tensor needed(Input input) {
        Tensor tensor = given.get(input.name());
        if (tensor == null) {
            throw new DemistException(
                    ErrorCode.PARTS_DO_NOT_FIT,
                    origin + ": this model needs the input " + input.name() + ", which was not given");
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
