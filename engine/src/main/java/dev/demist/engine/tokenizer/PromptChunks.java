package dev.demist.engine.tokenizer;

import dev.demist.engine.tokenizer.PromptParser.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt of any length as CLIP can take it: chunks of 77 ids, 75 of them the prompt's, and the weight of every id. A
 * prompt of up to 75 tokens without emphasis is one chunk with exactly the ids of {@link ClipTokenizer#padded}.
 * Immutable.
 */
public final class PromptChunks {

    /** The positions of CLIP's text models. */
    public static final int LENGTH = 77;

    private static final int ROOM = LENGTH - 2;

    private final ClipTokenizer tokenizer;
    private final List<int[]> ids;
    private final List<float[]> weights;

    private PromptChunks(ClipTokenizer tokenizer, List<int[]> ids, List<float[]> weights) {
        this.tokenizer = tokenizer;
        this.ids = ids;
        this.weights = weights;
    }

    /** The chunks of {@code prompt}, at least one. */
    public static PromptChunks of(ClipTokenizer tokenizer, String prompt) {
        List<Integer> ids = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        for (Part part : PromptParser.parse(prompt)) {
            int[] tokens = tokenizer.ids(part.text());
            for (int i = 1; i < tokens.length - 1; i++) {
                ids.add(tokens[i]);
                weights.add((float) part.weight());
            }
        }
        PromptChunks chunks = new PromptChunks(tokenizer, new ArrayList<>(), new ArrayList<>());
        int from = 0;
        do {
            int to = Math.min(from + ROOM, ids.size());
            chunks.add(ids.subList(from, to), weights.subList(from, to));
            from = to;
        } while (from < ids.size());
        return chunks;
    }

    private void add(List<Integer> tokens, List<Float> tokenWeights) {
        int[] chunk = new int[LENGTH];
        float[] weight = new float[LENGTH];
        Arrays.fill(chunk, tokenizer.pad());
        Arrays.fill(weight, 1);
        chunk[0] = tokenizer.start();
        for (int i = 0; i < tokens.size(); i++) {
            chunk[i + 1] = tokens.get(i);
            weight[i + 1] = tokenWeights.get(i);
        }
        chunk[tokens.size() + 1] = tokenizer.end();
        ids.add(chunk);
        weights.add(weight);
    }

    /** These and as many empty chunks as make {@code size}, so that two prompts can stand in one batch. */
    public PromptChunks padTo(int size) {
        PromptChunks padded = new PromptChunks(tokenizer, new ArrayList<>(ids), new ArrayList<>(weights));
        while (padded.size() < size) {
            padded.add(List.of(), List.of());
        }
        return padded;
    }

    /** How many chunks there are. */
    public int size() {
        return ids.size();
    }

    /** The ids of each chunk, {@value #LENGTH}; not to be changed. */
    public List<int[]> ids() {
        return List.copyOf(ids);
    }

    /** The weights of each chunk's ids. */
    public List<float[]> weights() {
        return List.copyOf(weights);
    }
}
