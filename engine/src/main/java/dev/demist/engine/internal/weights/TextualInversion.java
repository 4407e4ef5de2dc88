package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * An embedding learned by textual inversion (Gal et al. 2022, arXiv:2208.01618): the vectors that stand for one new
 * word of the prompt. Reads the files of diffusers ({@code {"<token>": vector}}), of A1111 ({@code string_to_param},
 * {@code emb_params}) and of Stable Diffusion XL ({@code clip_l}, {@code clip_g}).
 *
 * @param token the word; the name of the file if it does not contain one
 * @param vectors for the (first) text encoder, {@code [n, hidden]} or {@code [hidden]}
 * @param second for the second text encoder of Stable Diffusion XL
 */
public record TextualInversion(String token, Weight vectors, Optional<Weight> second) {

    private static final List<String> A1111 =
            List.of("string_to_param.*", "string_to_param._parameters.*", "emb_params");

    /**
     * Opens an embedding.
     *
     * @throws DemistException UNSUPPORTED_MODEL if the file is not an embedding; otherwise as {@link WeightFiles#open}
     */
    public static TextualInversion open(Path file) {
        Weights weights = WeightFiles.open(file, null);
        Optional<Weight> first = weights.find("clip_l");
        if (first.isPresent()) {
            return checked(new TextualInversion(fileName(file), first.get(), weights.find("clip_g")));
        }
        for (String name : A1111) {
            Optional<Weight> vectors = weights.find(name);
            if (vectors.isPresent()) {
                return checked(new TextualInversion(fileName(file), vectors.get(), Optional.empty()));
            }
        }
        return checked(single(file, weights));
    }

    private static TextualInversion single(Path file, Weights weights) {
        if (weights.names().size() != 1) {
            throw notAnEmbedding(file, "it holds " + weights.names().size() + " tensors");
        }
        String token = weights.names().iterator().next();
        return new TextualInversion(token, weights.find(token).orElseThrow(), Optional.empty());
    }

    private static TextualInversion checked(TextualInversion embedding) {
        requireVectors(embedding.vectors);
        embedding.second.ifPresent(TextualInversion::requireVectors);
        boolean sameCount = embedding.second.map(TextualInversion::count).orElse(count(embedding.vectors))
                == count(embedding.vectors);
        if (!sameCount) {
            throw notAnEmbedding(embedding.vectors.file(), "clip_l and clip_g differ in their number of vectors");
        }
        return embedding;
    }

    private static void requireVectors(Weight weight) {
        int rank = weight.shape().length;
        if (rank < 1 || rank > 2 || weight.elements() == 0) {
            throw notAnEmbedding(weight.file(), "'" + weight.name() + "' has " + rank + " dimensions");
        }
    }

    private static int count(Weight weight) {
        return weight.shape().length == 1 ? 1 : weight.shape()[0];
    }

    /** The number of tokens that it occupies in a prompt. */
    public int count() {
        return count(vectors);
    }

    private static String fileName(Path file) {
        return file.getFileName().toString().replaceFirst("\\.[^.]+$", "");
    }

    private static DemistException notAnEmbedding(Path file, String why) {
        return new DemistException(
                ErrorCode.UNSUPPORTED_MODEL,
                file + ": is not a textual inversion: " + why + "; expected 1 or 2 tensors [n, hidden]");
    }
}
