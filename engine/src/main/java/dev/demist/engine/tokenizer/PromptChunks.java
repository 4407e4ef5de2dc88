package dev.demist.engine.tokenizer;

import dev.demist.engine.tokenizer.PromptParser.Part;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prompt of any length in rows of a length that a text encoder takes, and the weight of every id. A prompt that fits
 * and has no emphasis is one row with exactly the ids of {@link Tokenizer#padded}. Immutable.
 */
public final class PromptChunks {

    private final Tokenizer tokenizer;
    private final int length;
    private final List<int[]> ids;
    private final List<float[]> weights;

    private PromptChunks(Tokenizer tokenizer, int length, List<int[]> ids, List<float[]> weights) {
        this.tokenizer = tokenizer;
        this.length = length;
        this.ids = ids;
        this.weights = weights;
    }

    /**
     * The chunks of {@code prompt}, at least one.
     *
     * @param length of each, with the tokens of beginning and end
     */
    public static PromptChunks of(Tokenizer tokenizer, int length, String prompt) {
        List<Integer> ids = new ArrayList<>();
        List<Float> weights = new ArrayList<>();
        for (Part part : PromptParser.parse(prompt)) {
            for (int id : tokenizer.words(part.text())) {
                ids.add(id);
                weights.add((float) part.weight());
            }
        }
        PromptChunks chunks = new PromptChunks(tokenizer, length, new ArrayList<>(), new ArrayList<>());
        int room = chunks.room();
        int from = 0;
        do {
            int to = Math.min(from + room, ids.size());
            chunks.add(ids.subList(from, to), weights.subList(from, to));
            from = to;
        } while (from < ids.size());
        return chunks;
    }

    private int room() {
        int room = length
                - (int) tokenizer.begin().stream().count()
                - (int) tokenizer.end().stream().count();
        if (room < 1) {
            throw new IllegalArgumentException("rows of " + length + " tokens have no room for text");
        }
        return room;
    }

    private void add(List<Integer> tokens, List<Float> tokenWeights) {
        int[] chunk = new int[length];
        float[] weight = new float[length];
        Arrays.fill(chunk, tokenizer.pad());
        Arrays.fill(weight, 1);
        int at = 0;
        if (tokenizer.begin().isPresent()) {
            chunk[at++] = tokenizer.begin().getAsInt();
        }
        for (int i = 0; i < tokens.size(); i++) {
            chunk[at] = tokens.get(i);
            weight[at++] = tokenWeights.get(i);
        }
        if (tokenizer.end().isPresent()) {
            chunk[at] = tokenizer.end().getAsInt();
        }
        ids.add(chunk);
        weights.add(weight);
    }

    /** These chunks, extended by empty ones to {@code size}, so that two prompts fit into one batch. */
    public PromptChunks padTo(int size) {
        PromptChunks padded = new PromptChunks(tokenizer, length, new ArrayList<>(ids), new ArrayList<>(weights));
        while (padded.size() < size) {
            padded.add(List.of(), List.of());
        }
        return padded;
    }

    /** The number of chunks. */
    public int size() {
        return ids.size();
    }

    /** The ids of each chunk; not to be changed. */
    public List<int[]> ids() {
        return List.copyOf(ids);
    }

    /** The weights of each chunk's ids. */
    public List<float[]> weights() {
        return List.copyOf(weights);
    }
}
