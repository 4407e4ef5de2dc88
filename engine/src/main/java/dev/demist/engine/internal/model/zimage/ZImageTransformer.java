package dev.demist.engine.internal.model.zimage;

import dev.demist.engine.internal.graph.Graph;
import dev.demist.engine.internal.model.ModelConfig;
import dev.demist.engine.internal.model.NamedInputs;
import dev.demist.engine.internal.model.TracedDenoiser;
import dev.demist.engine.internal.runtime.Device;
import dev.demist.engine.internal.weights.Weights;
import dev.demist.engine.model.Conditioning;
import dev.demist.engine.model.Denoiser;
import dev.demist.engine.model.DenoiserShape;
import dev.demist.scheduler.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@code ZImageTransformer2DModel} on a device. Thread-safe.
 *
 * <p>Texts have lengths of their own, which the places of all tokens depend on. Rows of one length are computed
 * together; rows of other lengths by further calls, so that none of them is filled up or masked.
 */
public final class ZImageTransformer implements Denoiser {

    /** The text states {@code [B, T, D]}, of which those behind a row's own length are not read. */
    public static final String TEXT = "cap_feats";

    /** The lengths of the texts, {@code [B]}. */
    public static final String LENGTH = "cap_lens";

    private static final int TYPICAL_SIDE = 128;

    private final Denoiser rows;

    private ZImageTransformer(Denoiser rows) {
        this.rows = rows;
    }

    /** Loads a transformer; blocks until its weights are ready. */
    public static Denoiser load(ModelConfig config, Weights weights, Device device) {
        ZImageSettings settings = ZImageSettings.of(config);
        DenoiserShape shape = new DenoiserShape(
                settings.channels(), settings.channels(), TYPICAL_SIDE, Map.of(TEXT, settings.textWidth()));
        Graph graph = new ZImageGraph(settings).trace();
        return new ZImageTransformer(new TracedDenoiser(config, graph, shape, weights, device));
    }

    @Override
    public Mono<Tensor> predict(Tensor sample, double[] timesteps, Conditioning conditioning) {
        Tensor text = NamedInputs.required(conditioning, TEXT);
        Tensor lengths = NamedInputs.required(conditioning, LENGTH);
        Map<Integer, int[]> groups = new TreeMap<>();
        for (int row = 0; row < lengths.size(); row++) {
            groups.merge((int) lengths.get(row), new int[] {row}, ZImageTransformer::joined);
        }
        return Flux.fromIterable(groups.entrySet())
                .concatMap(group -> group(sample, timesteps, text, group.getKey(), group.getValue()))
                .collectMap(Output::row, Output::flow)
                .map(flows -> Tensor.concat(0, new TreeMap<>(flows).values().toArray(Tensor[]::new)));
    }

    private static int[] joined(int[] a, int[] b) {
        int[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    private Flux<Output> group(Tensor sample, double[] timesteps, Tensor text, int length, int[] members) {
        Tensor samples = of(members, sample);
        double[] times =
                Arrays.stream(members).mapToDouble(row -> timesteps[row]).toArray();
        Tensor texts = cut(of(members, text), length);
        return rows.predict(samples, times, Conditioning.NONE.with(TEXT, texts))
                .flatMapIterable(flows -> outputs(flows, members));
    }

    private static Iterable<Output> outputs(Tensor flows, int[] members) {
        return IntStream.range(0, members.length)
                .mapToObj(i -> new Output(members[i], flows.rows(i, i + 1)))
                .toList();
    }

    private static Tensor of(int[] members, Tensor all) {
        return Tensor.concat(
                0,
                Arrays.stream(members).mapToObj(row -> all.rows(row, row + 1)).toArray(Tensor[]::new));
    }

    /** The first {@code length} states of every row. */
    private static Tensor cut(Tensor text, int length) {
        Tensor[] cut = new Tensor[text.size(0)];
        Arrays.setAll(cut, row -> text.rows(row, row + 1)
                .reshape(text.size(1), text.size(2))
                .rows(0, length)
                .reshape(1, length, text.size(2)));
        return Tensor.concat(0, cut);
    }

    @Override
    public DenoiserShape shape() {
        return rows.shape();
    }

    @Override
    public void close() {
        rows.close();
    }

    private record Output(int row, Tensor flow) {}
}
