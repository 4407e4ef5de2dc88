package dev.demist.engine.tokenizer;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Words of a prompt that stand for learned vectors (textual inversion; Gal et al., 2022). A word is found in any case,
 * but not within another word; of words that begin alike, the longest is found. Immutable.
 *
 * @param ids the ids of each word's vectors, in order
 */
public record LearnedTokens(Map<String, int[]> ids) {

    /** No words. */
    public static final LearnedTokens NONE = new LearnedTokens(Map.of());

    /** Copies the map, in its order. */
    public LearnedTokens {
        ids = new LinkedHashMap<>(ids);
    }

    /** The ids of {@code text}; {@code words} gives those of the text between learned words. */
    IntStream ids(String text, Function<String, IntStream> words) {
        if (ids.isEmpty()) {
            return words.apply(text);
        }
        Map<String, int[]> known =
                ids.entrySet().stream().collect(Collectors.toMap(it -> folded(it.getKey()), Map.Entry::getValue));
        IntStream all = IntStream.empty();
        int from = 0;
        for (Matcher word = pattern().matcher(text); word.find(); from = word.end()) {
            IntStream before = words.apply(text.substring(from, word.start()));
            all = IntStream.concat(IntStream.concat(all, before), IntStream.of(known.get(folded(word.group()))));
        }
        return IntStream.concat(all, words.apply(text.substring(from)));
    }

    private Pattern pattern() {
        String any = ids.keySet().stream()
                .sorted((a, b) -> b.length() - a.length())
                .map(LearnedTokens::whole)
                .collect(Collectors.joining("|"));
        return Pattern.compile(any, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    // A bracket needs no space around it; a letter or digit does.
    private static String whole(String word) {
        String before = isWordPart(word.codePointAt(0)) ? "(?<![\\p{L}\\p{N}])" : "";
        String after = isWordPart(word.codePointBefore(word.length())) ? "(?![\\p{L}\\p{N}])" : "";
        return before + Pattern.quote(word) + after;
    }

    private static boolean isWordPart(int codePoint) {
        return Character.isLetterOrDigit(codePoint);
    }

    private static String folded(String word) {
        return word.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
