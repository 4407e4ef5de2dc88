package dev.demist.engine.internal.weights.mmdit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.demist.engine.Goldens;
import dev.demist.engine.internal.weights.DType;
import dev.demist.engine.internal.weights.NetworkFile;
import dev.demist.engine.internal.weights.Weight;
import dev.demist.engine.internal.weights.WeightFiles;
import dev.demist.engine.internal.weights.WeightMap;
import dev.demist.engine.internal.weights.WeightSource;
import dev.demist.engine.internal.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Transformers in their makers' layouts against what diffusers' converters make of them. */
class TransformerFileTest {

    /** More than a weight has rows: the number in a row is that of its weight times this, and its own. */
    private static final int ROWS = 100_000;

    /** A line of the recording: a weight in diffusers, and the rows of the original one that it has. */
    private record Line(String key, String original, int[] runs) {

        static Line of(String text) {
            String[] fields = text.split("\t");
            return new Line(
                    fields[0],
                    fields[1],
                    IntStream.range(2, fields.length)
                            .map(i -> Integer.parseInt(fields[i]))
                            .toArray());
        }

        List<Integer> rows() {
            List<Integer> rows = new ArrayList<>();
            for (int i = 0; i < runs.length; i += 2) {
                IntStream.range(runs[i], runs[i] + runs[i + 1]).forEach(rows::add);
            }
            return rows;
        }
    }

    @Test
    void fluxInTheLayoutOfBlackForestLabs() throws IOException {
        NetworkFile read = check("flux1", "model.diffusion_model.", TransformerFile::flux);
        assertThat(read.config())
                .containsEntry("num_layers", 2)
                .containsEntry("num_single_layers", 2)
                .containsEntry("attention_head_dim", 128)
                .containsEntry("num_attention_heads", 24)
                .containsEntry("guidance_embeds", true);
    }

    @Test
    void stableDiffusion3InTheLayoutOfStabilityAi() throws IOException {
        NetworkFile read = check("sd35", "", TransformerFile::sd3);
        assertThat(read.config())
                .containsEntry("num_layers", 2)
                .containsEntry("num_attention_heads", 24)
                .containsEntry("qk_norm", "rms_norm")
                .containsEntry("dual_attention_layers", List.of(0));
    }

    @Test
    void flux2InTheLayoutOfBlackForestLabs() throws IOException {
        NetworkFile read = check("flux2", "", TransformerFile::flux2);
        assertThat(read.config())
                .containsEntry("num_layers", 2)
                .containsEntry("num_single_layers", 2)
                .containsEntry("attention_head_dim", 128)
                .containsEntry("num_attention_heads", 3)
                .containsEntry("mlp_ratio", 3.0)
                .containsEntry("guidance_embeds", false);
    }

    @Test
    void zImageInTheLayoutOfItsMakers() throws IOException {
        NetworkFile read = check("z-image", "model.diffusion_model.", TransformerFile::zImage);
        assertThat(read.config())
                .containsEntry("n_layers", 3)
                .containsEntry("n_refiner_layers", 2)
                .containsEntry("n_heads", 3)
                .containsEntry("cap_feat_dim", 64);
    }

    @Test
    void namesOfDiffusersBehindAPrefix() {
        Weight weight = numbered("model.diffusion_model.layers.0.attention.to_q.weight", 0, 1);
        Weights file = new WeightMap("file", Map.of(weight.name(), weight));
        assertThat(TransformerFile.flux2(file)).isEmpty();
        NetworkFile read = TransformerFile.zImage(file).orElseThrow();
        assertThat(read.weights().names()).containsExactly("layers.0.attention.to_q.weight");
        assertThat(read.config()).isEmpty();
    }

    @Test
    void filesOfDiffusersAreTakenAsTheyAre() {
        Weights dev = WeightFiles.open(Goldens.path("flow/pipe-flux-dev/transformer"), null);
        NetworkFile read = TransformerFile.flux(dev).orElseThrow();
        assertThat(read.weights().names()).isEqualTo(dev.names());
        assertThat(read.config()).containsOnly(Map.entry("guidance_embeds", true));
        Weights sd3 = WeightFiles.open(Goldens.path("flow/pipe-sd3/transformer"), null);
        assertThat(TransformerFile.sd3(sd3).orElseThrow().weights().names()).isEqualTo(sd3.names());
        assertThat(TransformerFile.sd3(dev)).isEmpty();
        assertThat(TransformerFile.flux(sd3)).isEmpty();
    }

    @Test
    void aFileOfAnotherModelIsNone() {
        Weights other = new WeightMap("other", Map.of());
        assertThat(TransformerFile.flux(other)).isEmpty();
        assertThat(TransformerFile.sd3(other)).isEmpty();
        assertThat(TransformerFile.flux2(other)).isEmpty();
        assertThat(TransformerFile.zImage(other)).isEmpty();
    }

    private interface Reader {
        Optional<NetworkFile> read(Weights file);
    }

    private static NetworkFile check(String recording, String prefix, Reader reader) throws IOException {
        List<Line> lines = Files.readAllLines(Goldens.path("original/" + recording + ".tsv")).stream()
                .map(Line::of)
                .toList();
        Map<String, Integer> rows = new LinkedHashMap<>();
        lines.forEach(line -> line.rows().forEach(row -> rows.merge(line.original(), row + 1, Math::max)));
        List<String> names = List.copyOf(rows.keySet());
        Map<String, Weight> original = new LinkedHashMap<>();
        rows.forEach((name, count) -> original.put(prefix + name, numbered(name, names.indexOf(name), count)));
        NetworkFile read = reader.read(new WeightMap(recording, original)).orElseThrow();
        assertThat(read.weights().names())
                .containsExactlyInAnyOrderElementsOf(
                        lines.stream().map(Line::key).toList());
        lines.forEach(line -> assertThat(numbers(read.weights().find(line.key()).orElseThrow()))
                .as(line.key())
                .isEqualTo(line.rows().stream()
                        .mapToInt(row -> names.indexOf(line.original()) * ROWS + row)
                        .toArray()));
        return read;
    }

    /** A weight of one column whose rows name themselves. */
    private static Weight numbered(String name, int index, int rows) {
        WeightSource source = new WeightSource.Computed(target -> {
            for (int row = 0; row < rows; row++) {
                target.putFloat(index * ROWS + row);
            }
        });
        int[] shape = name.endsWith(".bias") || name.contains("norm") || name.contains(".ln_")
                ? new int[] {rows}
                : new int[] {rows, 1};
        return new Weight(name, DType.F32, shape, Path.of("file"), source);
    }

    private static int[] numbers(Weight weight) {
        ByteBuffer data = weight.data();
        return IntStream.range(0, data.remaining() / Float.BYTES)
                .map(i -> (int) data.getFloat())
                .toArray();
    }
}
