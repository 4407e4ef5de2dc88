package dev.demist.engine.tokenizer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Emphasis in prompts, in the syntax of the common web UIs: {@code (word)} weighs 1.1, {@code (word:1.3)} 1.3,
 * {@code [word]} 1/1.1; brackets nest, {@code \(} is a plain bracket, and an unclosed bracket reaches to the end.
 */
final class PromptParser {

    private static final double STEP = 1.1;
    // Brackets can nest thousands deep; what a model makes of its states must stay finite.
    private static final double LIMIT = 100;
    private static final Pattern TOKEN = Pattern.compile(
            "\\\\[\\\\()\\[\\]]|[(\\[\\])]|:\\s*([+-]?(?:\\d+\\.?\\d*|\\.\\d+))\\s*\\)|[^\\\\()\\[\\]:]+|[\\\\:]");

    private final List<Part> parts = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

    private PromptParser() {}

    /** The parts of {@code prompt}, each with its weight; neighbours of one weight are joined. */
    static List<Part> parse(String prompt) {
        PromptParser parser = new PromptParser();
        Matcher matcher = TOKEN.matcher(prompt);
        while (matcher.find()) {
            parser.accept(matcher.group(), matcher.group(1));
        }
        parser.round.forEach(from -> parser.multiply(from, STEP));
        parser.square.forEach(from -> parser.multiply(from, 1 / STEP));
        return joined(parser.parts);
    }

    private void accept(String token, @Nullable String weight) {
        if (token.equals("(")) {
            round.push(parts.size());
        } else if (token.equals("[")) {
            square.push(parts.size());
        } else if (weight != null && !round.isEmpty()) {
            multiply(round.pop(), Double.parseDouble(weight));
        } else if (token.equals(")") && !round.isEmpty()) {
            multiply(round.pop(), STEP);
        } else if (token.equals("]") && !square.isEmpty()) {
            multiply(square.pop(), 1 / STEP);
        } else {
            boolean escaped = token.length() == 2 && token.charAt(0) == '\\';
            parts.add(new Part(escaped ? token.substring(1) : token, 1));
        }
    }

    private void multiply(int from, double factor) {
        for (int i = from; i < parts.size(); i++) {
            Part part = parts.get(i);
            double weight = Math.max(-LIMIT, Math.min(LIMIT, part.weight() * factor));
            parts.set(i, new Part(part.text(), weight));
        }
    }

    private static List<Part> joined(List<Part> parts) {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).weight() == part.weight()) {
                joined.set(last, new Part(joined.get(last).text() + part.text(), part.weight()));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }

    /**
     * A part of a prompt.
     *
     * @param text the words
     * @param weight the factor of their states, 1 without emphasis
     */
    record Part(String text, double weight) {}
}
