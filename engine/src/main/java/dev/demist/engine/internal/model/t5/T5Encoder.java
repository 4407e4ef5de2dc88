package dev.demist.engine.internal.model.t5;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.TextEncoder;
import dev.demist.engine.model.TextOutput;
import dev.demist.engine.model.TextShape;
import dev.demist.engine.model.TokenBatch;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** {@code T5EncoderModel} on a device; its only output is {@link TextOutput#LAST}. Thread-safe. */
public final class T5Encoder implements TextEncoder {

    private final String origin;
    private final TextShape shape;
    private final Network network;
    private final Program program;

    private T5Encoder(ModelConfig config, Weights weights, Device device) {
        T5EncoderModel model = new T5EncoderModel(T5Settings.of(config));
        this.origin = config.origin();
        this.shape = model.settings().shape();
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(model.trace()));
        this.program = network.program(model.trace());
    }

    /** Loads an encoder; blocks until its weights are ready. */
    public static TextEncoder load(ModelConfig config, Weights weights, Device device) {
        return new T5Encoder(config, weights, device);
    }

    /** The sizes of the encoder of this configuration. */
    public static TextShape shape(ModelConfig config) {
        return T5Settings.of(config).shape();
    }

    /** As the reference does, it sees padding like any other token. */
    @Override
    public Mono<Map<String, Tensor>> encode(TokenBatch tokens, Set<String> outputs) {
        if (!outputs.equals(Set.of(TextOutput.LAST))) {
            throw new DemistException(
                    ErrorCode.PARTS_DO_NOT_FIT,
                    origin + ": this text encoder computes " + TextOutput.LAST + " alone, not " + outputs);
        }
        check(tokens);
        return program.run(List.of(tokens.ids())).map(tensors -> Map.of(TextOutput.LAST, tensors.get(0)));
    }

    private void check(TokenBatch tokens) {
        if (!tokens.isAllSeen() || tokens.length() > shape.positions()) {
            throw new IllegalArgumentException(tokens + ": at most " + shape.positions() + ", all seen");
        }
        for (int row = 0; row < tokens.rows(); row++) {
            for (int i = 0; i < tokens.length(); i++) {
                if (tokens.id(row, i) < 0 || tokens.id(row, i) >= shape.vocabulary()) {
                    throw new IllegalArgumentException(
                            "token " + tokens.id(row, i) + " is not below " + shape.vocabulary());
                }
            }
        }
    }

    @Override
    public TextShape shape() {
        return shape;
    }

    @Override
    public void close() {
        network.close();
    }
}
