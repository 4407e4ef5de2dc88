package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.engine.Goldens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Qwen's tokenizer, whole or from its vocabulary and merges. */
final class QwenTokenizerTest {

    private static final Path FOLDER = Goldens.path("flow/pipe-z-image/tokenizer");

    /** Parts of a chat and words of many scripts. */
    private static final List<String> TEXTS = List.of(
            "<|im_start|>user\na red apple on a table<|im_end|>\n<|im_start|>assistant\n<think>\n\n</think>\n\n",
            "a photo of ME, 3 cats & \u00c9mile's nai\u0308ve caf\u00e9!",
            "\u65e5\u672c\u306e\u6d6e\u4e16\u7d75, \u732b",
            "  tabs\tand\r\n\nnewlines   12345 don't DON'T'S <|endoftext|>",
            "\ud83d\udc08\u200d\u2b1b \ud800",
            "");

    @TempDir
    Path scratch;

    @Test
    void vocabularyAndMergesAreTheWholeTokenizer() throws IOException {
        for (String file : List.of("vocab.json", "merges.txt", "tokenizer_config.json", "added_tokens.json")) {
            Files.copy(FOLDER.resolve(file), scratch.resolve(file));
        }
        Tokenizer whole = new Tokenizers().of(FOLDER);
        Tokenizer assembled = new Tokenizers().of(scratch);
        for (String text : TEXTS) {
            assertThat(assembled.ids(text)).as(text).isEqualTo(whole.ids(text));
        }
        assertThat(assembled.pad()).isEqualTo(whole.pad());
        assertThat(assembled.begin()).isEmpty();
        assertThat(assembled.end()).isEmpty();
    }

    @Test
    void partsOfAChatAreTokens() {
        Tokenizer qwen = new Tokenizers().of(FOLDER);
        assertThat(qwen.words("<|im_start|>")).hasSize(1);
        assertThat(qwen.token(qwen.words("<|im_start|>")[0])).isEqualTo("<|im_start|>");
        assertThat(qwen.words("</think>")).hasSize(1);
        assertThat(qwen.pad()).isEqualTo(qwen.words("<|endoftext|>")[0]);
    }

    @Test
    void aFolderWithoutEitherIsRefused() throws IOException {
        Files.copy(FOLDER.resolve("tokenizer_config.json"), scratch.resolve("tokenizer_config.json"));
        assertThatThrownBy(() -> new Tokenizers().of(scratch))
                .isInstanceOf(DemistException.class)
                .hasMessageContainingAll("vocab.json", "merges.txt", "tokenizer.json");
    }
}
