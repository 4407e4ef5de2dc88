package dev.demist.engine.internal.weights.ldm;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.demist.engine.Goldens;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * What diffusers makes of a single-file checkpoint of full size: the name and shape of every weight, and where in the
 * file it stands.
 */
record LdmGolden(List<Line> lines) {

    private static final int BYTES = 2; // float16

    /**
     * @param mark what the first number of its weight is in the file that {@link #write} makes
     * @param part unet, vae, text0, text1; "-" for what diffusers leaves out
     * @param name diffusers' key
     * @param shape diffusers' shape
     * @param key the file's key
     * @param fileShape the file's shape
     * @param third which third of the file's weight it is; 0 for the whole
     */
    record Line(short mark, String part, String name, int[] shape, String key, int[] fileShape, int third) {

        private static Line of(int number, String text) {
            String[] fields = text.split("\t");
            return new Line(
                    (short) number,
                    fields[0],
                    fields[1],
                    shape(fields[2]),
                    fields[3],
                    shape(fields[4]),
                    fields[5].equals("-") ? 0 : Integer.parseInt(fields[5]));
        }

        private static int[] shape(String text) {
            return text.equals("-")
                    ? new int[0]
                    : Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
        }
    }

    static LdmGolden read(String name) throws IOException {
        Path file = Goldens.own("ldm/" + name + ".tsv.gz");
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            List<String> texts = reader.lines().toList();
            return new LdmGolden(IntStream.range(0, texts.size())
                    .mapToObj(i -> Line.of(i + 1, texts.get(i)))
                    .toList());
        }
    }

    List<Line> of(String part) {
        return lines.stream().filter(line -> line.part.equals(part)).toList();
    }

    /** A safetensors file of zeros, which takes no room on the disk, but for the first number of each line's weight. */
    void write(Path path) throws IOException {
        Map<String, Long> starts = new LinkedHashMap<>();
        Map<String, Object> header = new LinkedHashMap<>();
        long end = 0;
        for (Line line : lines) {
            if (starts.putIfAbsent(line.key, end) == null) {
                long start = end;
                end += bytes(line.fileShape);
                header.put(
                        line.key,
                        Map.of("dtype", "F16", "shape", line.fileShape, "data_offsets", new long[] {start, end}));
            }
        }
        byte[] json = new ObjectMapper().writeValueAsBytes(header);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(Long.BYTES + json.length + end);
            file.writeLong(Long.reverseBytes(json.length));
            file.write(json);
            for (Line line : lines) {
                long start = starts.get(line.key) + line.third * (bytes(line.fileShape) / 3);
                file.seek(Long.BYTES + json.length + start);
                file.writeShort(Short.reverseBytes(line.mark));
            }
        }
    }

    private static long bytes(int[] shape) {
        return BYTES * Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
    }
}
