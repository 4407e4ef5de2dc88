package dev.demist.engine.internal.weights.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.CorruptFile;
import dev.demist.engine.internal.weights.DType;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON header as a stream, so a hostile one costs no more memory than its {@value #MAX_TENSORS} allowed
 * entries. Stricter than the format's reference: keys must not repeat, numbers are plain digits.
 */
final class HeaderParser {

    static final int MAX_TENSORS = 16_384;
    static final int MAX_METADATA = 10_000;
    static final int MAX_RANK = 16;
    static final int MAX_NAME = 512;
    static final int MAX_TEXT = 1 << 20;

    /** Types of the format that Demist does not compute with; naming them is better than calling the file damaged. */
    private static final Set<String> UNSUPPORTED =
            Set.of("F4", "F6_E2M3", "F6_E3M2", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ", "C64", "U16", "U32", "U64");

    /** Names are not kept in the parser's tables: a hostile header is full of new ones. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxNameLength(MAX_NAME)
                    .maxNumberLength(19)
                    .maxStringLength(MAX_TEXT)
                    .build())
            .build();

    private final Path file;
    private final JsonParser json;
    private final List<Entry> entries = new ArrayList<>();

    private HeaderParser(Path file, JsonParser json) {
        this.file = file;
        this.json = json;
    }

    /** A value of {@code __metadata__} of a header that {@link #parse} has found good. */
    static Optional<String> metadata(Reader header, String key) throws IOException {
        try (JsonParser json = JSON.createParser(header)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                boolean metadata = json.currentName().equals("__metadata__");
                if (json.nextToken() == JsonToken.START_OBJECT && metadata) {
                    return value(json, key);
                }
                json.skipChildren();
            }
            return Optional.empty();
        }
    }

    private static Optional<String> value(JsonParser json, String key) throws IOException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            boolean wanted = json.currentName().equals(key);
            json.nextToken();
            if (wanted) {
                return Optional.of(json.getText());
            }
        }
        return Optional.empty();
    }

    /** The declared tensors in the header's order; their offsets are not checked yet. */
    static List<Entry> parse(Path file, Reader header) throws IOException {
        try (JsonParser json = JSON.createParser(header)) {
            HeaderParser parser = new HeaderParser(file, json);
            parser.header();
            return parser.entries;
        } catch (JsonProcessingException e) {
            throw CorruptFile.of(file, "the header is not valid JSON: " + e.getOriginalMessage(), e);
        } catch (CharacterCodingException e) {
            throw CorruptFile.of(file, "the header is not valid UTF-8", e);
        }
    }

    private void header() throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            if (name.equals("__metadata__")) {
                metadata();
            } else {
                tensor(name);
            }
        }
        if (json.nextToken() != null) {
            throw CorruptFile.of(file, "the header goes on after its JSON object");
        }
    }

    /** As in the format's reference, null counts as none. */
    private void metadata() throws IOException {
        if (json.nextToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(json.currentToken(), JsonToken.START_OBJECT, "__metadata__");
        for (int count = 0; json.nextToken() != JsonToken.END_OBJECT; count++) {
            if (count == MAX_METADATA) {
                throw CorruptFile.of(file, "more than " + MAX_METADATA + " entries in __metadata__");
            }
            expect(json.nextToken(), JsonToken.VALUE_STRING, "an entry of __metadata__");
        }
    }

    private void tensor(String name) throws IOException {
        if (entries.size() == MAX_TENSORS) {
            throw CorruptFile.of(file, "more than " + MAX_TENSORS + " tensors");
        }
        expect(json.nextToken(), JsonToken.START_OBJECT, "tensor '" + name + "'");
        DType dtype = null;
        long[] shape = null;
        long[] offsets = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            switch (json.currentName()) {
                case "dtype" -> dtype = dtype(name);
                case "shape" -> shape = numbers(name, MAX_RANK, Integer.MAX_VALUE);
                case "data_offsets" -> offsets = numbers(name, 2, Long.MAX_VALUE);
                default -> throw CorruptFile.of(file, "tensor '" + name + "' has a field " + json.currentName());
            }
        }
        if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
            throw CorruptFile.of(file, "tensor '" + name + "' needs dtype, shape and two data_offsets");
        }
        entries.add(new Entry(name, dtype, toInts(shape), offsets[0], offsets[1]));
    }

    private DType dtype(String name) throws IOException {
        expect(json.nextToken(), JsonToken.VALUE_STRING, "the dtype of tensor '" + name + "'");
        String text = json.getText();
        if (UNSUPPORTED.contains(text)) {
            throw new DemistException(
                    ErrorCode.UNSUPPORTED_MODEL,
                    file + ": tensor '" + name + "' has dtype " + text
                            + (text.equals("F8_E8M0") ? " (MXFP8 or MXFP4)" : "") + "; supported: "
                            + List.of(DType.values()));
        }
        try {
            return DType.valueOf(text);
        } catch (IllegalArgumentException e) {
            throw CorruptFile.of(file, "tensor '" + name + "' has the unknown dtype '" + shorten(text) + "'", e);
        }
    }

    private long[] numbers(String name, int most, long largest) throws IOException {
        expect(json.nextToken(), JsonToken.START_ARRAY, "shape or data_offsets of tensor '" + name + "'");
        long[] numbers = new long[most];
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (count == most) {
                throw CorruptFile.of(file, "tensor '" + name + "' has more than " + most + " sizes or offsets");
            }
            numbers[count++] = number(name, largest);
        }
        return Arrays.copyOf(numbers, count);
    }

    private long number(String name, long largest) throws IOException {
        expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, "a size or offset of tensor '" + name + "'");
        long number = json.getLongValue();
        if (json.getText().startsWith("-") || number > largest) {
            throw CorruptFile.of(file, "tensor '" + name + "': " + json.getText() + " is not between 0 and " + largest);
        }
        return number;
    }

    private void expect(@Nullable JsonToken is, JsonToken wanted, String what) {
        if (is != wanted) {
            throw CorruptFile.of(file, what + " is " + is + "; expected " + wanted);
        }
    }

    private static int[] toInts(long[] numbers) {
        return Arrays.stream(numbers).mapToInt(Math::toIntExact).toArray();
    }

    private static String shorten(String text) {
        return text.length() <= 20 ? text : text.substring(0, 20) + "…";
    }
}
