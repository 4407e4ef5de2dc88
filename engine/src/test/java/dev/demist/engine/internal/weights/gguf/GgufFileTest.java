package dev.demist.engine.internal.weights.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.demist.DemistException;
import dev.demist.ErrorCode;
import dev.demist.engine.internal.weights.FloatValues;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.Weights;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of a few tensors; that of all types is compared with llama.cpp's values in QuantisedGoldenTest. */
class GgufFileTest {

    private static final int F32 = 0;
    private static final int Q8_0 = 8;

    private static Weight weight(Weights file, String name) {
        return file.find(name).orElseThrow();
    }

    @Test
    void dimensionsStandTheOtherWayRound() {
        Weights file = new Gguf()
                .tensor("a", F32, Gguf.floats(1, 2, 3, 4, 5, 6), 3, 2)
                .tensor("b", F32, Gguf.floats(7), 1)
                .read();

        assertThat(weight(file, "a").shape()).containsExactly(2, 3);
        assertThat(FloatValues.of(weight(file, "a"))).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(FloatValues.of(weight(file, "b"))).containsExactly(7);
        assertThat(weight(file, "a").isComputed()).isFalse();
    }

    @Test
    void metadataOfEveryTypeIsPassedOver() {
        Weights file = new Gguf()
                .text("tokenizer.chat_template", "x".repeat(100_000))
                .value("a", 0, new byte[1])
                .value("b", 7, new byte[1])
                .value("c", 12, new byte[8])
                .value("d", 9, join(Gguf.ints(8), Gguf.longs(2), Gguf.string("one"), Gguf.string("two")))
                .value("e", 9, join(Gguf.ints(6), Gguf.longs(3), new byte[12]))
                .value("general.alignment", 4, Gguf.ints(32))
                .tensor("w", F32, Gguf.floats(5), 1)
                .read();

        assertThat(FloatValues.of(weight(file, "w"))).containsExactly(5);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    @ParameterizedTest
    @CsvSource({
        "qwen3, token_embd.weight, model.embed_tokens.weight",
        "qwen3, blk.3.attn_q.weight, model.layers.3.self_attn.q_proj.weight",
        "qwen3, blk.0.attn_k_norm.weight, model.layers.0.self_attn.k_norm.weight",
        "qwen3, blk.12.ffn_down.weight, model.layers.12.mlp.down_proj.weight",
        "qwen3, output_norm.weight, model.norm.weight",
        "t5encoder, token_embd.weight, shared.weight",
        "t5encoder, enc.blk.0.attn_rel_b.weight, encoder.block.0.layer.0.SelfAttention.relative_attention_bias.weight",
        "t5encoder, enc.blk.23.ffn_up.weight, encoder.block.23.layer.1.DenseReluDense.wi_1.weight",
        "t5, enc.output_norm.weight, encoder.final_layer_norm.weight",
        "flux, double_blocks.0.img_attn.qkv.weight, double_blocks.0.img_attn.qkv.weight",
        "sdxl, input_blocks.0.0.weight, input_blocks.0.0.weight"
    })
    void textEncodersHaveTheNamesOfTransformers(String architecture, String name, String renamed) {
        Weights file = new Gguf()
                .text("general.architecture", architecture)
                .tensor(name, F32, Gguf.floats(1), 1)
                .read();

        assertThat(file.names()).containsExactly(renamed);
    }

    @ParameterizedTest
    @CsvSource({"10, Q2_K", "11, Q3_K", "20, IQ4_NL", "39, MXFP4", "99, number 99"})
    void otherTypesAreRefusedByName(int type, String name) {
        assertThatThrownBy(() -> new Gguf().tensor("w", type, new byte[0], 256).read())
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL))
                .hasMessageContainingAll("x.gguf", "'w'", name, "Q4_K");
    }

    @Test
    void damageIsRefused() {
        refused(new Gguf().tensor("w", Q8_0, new byte[34], 33), "rows are no multiple of 32");
        refused(new Gguf().tensor("w", F32, new byte[0], 1 << 20), "reach over the file's end");
        refused(new Gguf().tensorAt("w", F32, 1L << 40, new byte[0], 1), "behind the file's end");
        refused(new Gguf().tensorAt("w", F32, -1, new byte[0], 1), "begins at byte");
        refused(
                new Gguf().tensor("v", F32, new byte[16], 4).tensorAt("w", F32, 8, new byte[16], 4),
                "overlaps the tensor before it");
        refused(new Gguf().tensor("w", F32, new byte[4], 1).tensor("w", F32, new byte[4], 1), "has two tensors 'w'");
        refused(new Gguf().tensor("w", F32, new byte[4], 1, 1, 1, 1, 1), "5 dimensions");
        refused(new Gguf().value("a", 77, new byte[0]), "'a' is of the unknown type 77");
        refused(
                new Gguf()
                        .value("comfy.gguf.orig_shape.w", 9, join(Gguf.ints(5), Gguf.longs(1), Gguf.ints(3)))
                        .tensor("w", F32, new byte[16], 4),
                "does not fit its own shape [3]");
    }

    private static void refused(Gguf file, String why) {
        assertThatThrownBy(file::read)
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CORRUPT_FILE))
                .hasMessageContaining(why);
    }

    @Property(tries = 300)
    void anyDamageIsRefusedOrHarmless(@ForAll @IntRange(max = 200) int at, @ForAll byte value) {
        byte[] file = new Gguf()
                .text("general.architecture", "t5")
                .tensor("a", Q8_0, new byte[34], 32)
                .tensor("b", F32, new byte[16], 2, 2)
                .bytes();
        file[at % file.length] = value;
        try {
            Gguf.read(file).all().filter(it -> it.dtype().isFloat()).forEach(FloatValues::of);
        } catch (DemistException expected) {
            assertThat(expected.code()).isIn(ErrorCode.CORRUPT_FILE, ErrorCode.UNSUPPORTED_MODEL);
        }
    }
}
