package dev.demist.engine.internal.weights;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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

    private static final String FIRST = "clip_l";
    private static final String SECOND = "clip_g";

    /** As networks and the adaptations of their weights call their tensors. */
    private static final Pattern PARAMETER =
            Pattern.compile(".+\\.(weight|bias|alpha|diff|diff_b|set_weight|[wb]_norm|scale_weight|weight_scale)");

    private static final List<String> A1111 =
            List.of("string_to_param.*", "string_to_param._parameters.*", "emb_params");

    /**
     * Opens an embedding.
     *
     * @throws DemistException UNSUPPORTED_MODEL if the file is not an embedding; otherwise as {@link WeightFiles#open}
     */
    public static TextualInversion open(Path file) {
        Weights weights = WeightFiles.open(file, null);
        return known(file, fileName(file), weights).orElseGet(() -> checked(single(file, weights)));
    }

    /**
     * The embedding of a word in a file that holds other things, too.
     *
     * @param vectors its tensors, under the names of A1111 or Stable Diffusion XL
     * @throws DemistException UNSUPPORTED_MODEL if they are something else
     */
    public static TextualInversion of(Path file, String word, Weights vectors) {
        return known(file, word, vectors)
                .orElseThrow(() -> notAnEmbedding(file, "\"" + word + "\" has the tensors " + vectors.names()));
    }

    /** The index of the dot between a word and the name of its vectors, or the length if there is none. */
    public static int wordEnd(String name) {
        return Stream.concat(A1111.stream(), Stream.of(FIRST, SECOND))
                .filter(it -> name.endsWith("." + it))
                .mapToInt(it -> name.length() - it.length() - 1)
                .findFirst()
                .orElseGet(() -> Math.max(name.lastIndexOf('.'), 0));
    }

    private static Optional<TextualInversion> known(Path file, String word, Weights weights) {
        Optional<Weight> second = weights.find(SECOND);
        Optional<Weight> first = Stream.concat(Stream.of(FIRST), A1111.stream())
                .flatMap(name -> weights.find(name).stream())
                .findFirst();
        if (first.isEmpty() && second.isPresent()) {
            throw notAnEmbedding(file, "it holds '" + SECOND + "' without '" + FIRST + "'");
        }
        return first.map(vectors -> checked(new TextualInversion(word, vectors, second)));
    }

    private static TextualInversion single(Path file, Weights weights) {
        if (weights.names().size() != 1) {
            throw notAnEmbedding(file, "it holds " + weights.names().size() + " tensors");
        }
        String token = weights.names().iterator().next();
        if (PARAMETER.matcher(token).matches()) {
            throw notAnEmbedding(file, "'" + token + "' is the name of a parameter of a network, not a word");
        }
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
