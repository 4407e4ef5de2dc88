package dev.demist.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tokenizer.json of T5's kind: a unigram vocabulary, and an end token behind each text. */
class JsonTokenizerTest {

    private static final String JSON = """
            {"version": "1.0",
             "added_tokens": [
               {"id": 0, "content": "<pad>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                "special": true},
               {"id": 1, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false, "normalized": false,
                "special": true}],
             "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": true},
             "post_processor": {"type": "TemplateProcessing",
               "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": "</s>", "type_id": 0}}],
               "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 1}}],
               "special_tokens": {"</s>": {"id": "</s>", "ids": [1], "tokens": ["</s>"]}}},
             "model": {"type": "Unigram", "unk_id": 2, "vocab": [["<pad>", 0.0], ["</s>", 0.0], ["<unk>", 0.0],
               ["▁", -3.0], ["▁a", -1.0], ["▁cat", -1.0], ["s", -2.0]]}}
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), JSON);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"tokenizer_class\": \"T5TokenizerFast\", \"pad_token\": \"<pad>\"}");
    }

    @Test
    void wordsHaveNoTokensAroundThem() {
        Tokenizer tokenizer = new Tokenizers().of(folder);
        assertThat(tokenizer.words("a cats")).containsExactly(4, 5, 6);
        assertThat(tokenizer.words("")).isEmpty();
    }

    @Test
    void aRowEndsAndIsFilledUpAsTheFilesSay() {
        Tokenizer tokenizer = new Tokenizers().of(folder);
        assertThat(tokenizer.begin()).isEmpty();
        assertThat(tokenizer.end()).hasValue(1);
        assertThat(tokenizer.padded("a cat", 5)).containsExactly(4, 5, 1, 0, 0);
        assertThat(tokenizer.padded("a cats", 3)).containsExactly(4, 5, 1);
    }

    @Test
    void namesItsTokens() {
        Tokenizer tokenizer = new Tokenizers().of(folder);
        assertThat(tokenizer.token(5)).isEqualTo("▁cat");
        assertThatThrownBy(() -> tokenizer.token(7)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderWithoutTheFileIsRefused() throws IOException {
        Files.delete(folder.resolve("tokenizer.json"));
        refused(ErrorCode.NOT_FOUND, "tokenizer.json");
    }

    @Test
    void aFileThatIsNoTokenizerIsRefused() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"model\": {\"type\": \"Mystery\"}}");
        refused(ErrorCode.CORRUPT_FILE, folder.toString());
    }

    private void refused(ErrorCode code, String message) {
        assertThatThrownBy(() -> new Tokenizers().of(folder))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(message);
    }
}
