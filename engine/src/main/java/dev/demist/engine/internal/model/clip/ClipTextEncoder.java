package dev.demist.engine.internal.model.clip;

import dev.demist.DemistException;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.runtime.Network;
import dev.demist.engine.internal.runtime.Program;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.TextEncoder;
import dev.demist.scheduler.Tensor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** {@code CLIPTextModel} and {@code CLIPTextModelWithProjection} on a device. Thread-safe. */
public final class ClipTextEncoder implements TextEncoder {

    private final ClipTextModel.Settings settings;
    private final ClipTextModel model;
    private final Network network;
    private final Map<Integer, Program> programs = new ConcurrentHashMap<>();

    private ClipTextEncoder(ClipTextModel.Settings settings, Weights weights, Device device) {
        this.settings = settings;
        this.model = new ClipTextModel(settings);
        this.network = Network.load(device, weights, device.precisionFor(weights), List.of(model.trace(0)));
    }

    /**
     * Loads a text model; blocks until its weights are ready.
     *
     * @param projected whether the pooled state is projected, as SDXL's second encoder does
     */
    public static TextEncoder load(ModelConfig config, boolean projected, Weights weights, Device device) {
        return new ClipTextEncoder(ClipTextModel.Settings.of(config, projected), weights, device);
    }

    @Override
    public Mono<TextStates> encode(int[][] tokens, int skip) {
        if (skip < 0 || skip >= settings.layers()) {
            throw DemistException.invalid("clipSkip", skip, "it must be from 0 to " + (settings.layers() - 1));
        }
        return programs.computeIfAbsent(skip, s -> network.program(model.trace(s)))
                .run(List.of(batch(tokens)))
                .map(out -> new TextStates(out.get(0), out.get(1), out.get(2)));
    }

    private Tensor batch(int[][] tokens) {
        if (tokens.length == 0 || tokens[0].length == 0 || tokens[0].length > settings.positions()) {
            throw new IllegalArgumentException("rows of 1 to " + settings.positions() + " tokens are needed");
        }
        int length = tokens[0].length;
        float[] ids = new float[tokens.length * length]; // exact up to 2^24
        for (int row = 0; row < tokens.length; row++) {
            if (tokens[row].length != length) {
                throw new IllegalArgumentException("rows of " + length + " and " + tokens[row].length + " tokens");
            }
            for (int i = 0; i < length; i++) {
                ids[row * length + i] = checked(tokens[row][i]);
            }
        }
        return Tensor.wrap(ids, tokens.length, length);
    }

    private int checked(int token) {
        if (token < 0 || token >= settings.vocabulary()) {
            throw new IllegalArgumentException("token " + token + " is not below " + settings.vocabulary());
        }
        return token;
    }

    @Override
    public int hiddenSize() {
        return settings.width();
    }

    @Override
    public void close() {
        network.close();
    }
}
