package dev.demist.server.http.a1111;

import dev.demist.LoraChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A prompt and the LoRAs that its tags, such as {@code <lora:crayon:0.8>}, named.
 *
 * @param prompt without the tags
 * @param loras in the order of the tags
 */
record PromptTags(String prompt, List<LoraChoice> loras) {

    private static final Pattern TAG =
            Pattern.compile("\\s*<lora:([^:>]+)(?::(-?\\d+(?:\\.\\d+)?))?(?::[^>]*)?>", Pattern.CASE_INSENSITIVE);

    static PromptTags of(String text) {
        List<LoraChoice> loras = new ArrayList<>();
        Matcher tags = TAG.matcher(text);
        while (tags.find()) {
            String weight = tags.group(2);
            loras.add(new LoraChoice(tags.group(1), weight == null ? 1 : Double.parseDouble(weight)));
        }
        return new PromptTags(tags.replaceAll("").strip(), List.copyOf(loras));
    }
}
