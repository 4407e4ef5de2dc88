package dev.demist.server.http;

import dev.demist.GenerationRequest;
import dev.demist.server.run.Run;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the file of a finished picture is called: {@code demist-hot-air-balloon-42.png}, by the prompt and the seed. */
final class PictureName {

    private static final int LONGEST = 48;

    private PictureName() {}

    static String of(Run run) {
        GenerationRequest request = run.recipe().request();
        Object seed = request.seed() == null ? "" : request.seed();
        return Stream.of("demist", slug(String.valueOf(request.prompt().text())), seed.toString())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("-", "", ".png"));
    }

    private static String slug(String prompt) {
        String ascii = Normalizer.normalize(prompt.toLowerCase(Locale.ROOT), Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .replaceAll("[^a-z0-9]+", "-");
        String trimmed = trim(ascii);
        return trim(trimmed.substring(0, Math.min(LONGEST, trimmed.length())));
    }

    private static String trim(String slug) {
        return slug.replaceAll("^-|-$", "");
    }
}
