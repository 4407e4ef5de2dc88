package dev.demist.engine.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The abilities of this machine's processor. */
final class Processor {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private static final List<String> FIRST_CORE = firstCore();

    private Processor() {}

    /**
     * Whether the processor multiplies bfloat16 clearly faster than float32; false if unknown. Tiles (AMX) do, and so
     * do AMD's vector instructions; those of Intel alone were measured to be slower than float32.
     */
    static boolean multipliesBfloat16() {
        return has("flags", "amx_bf16") || isAmd() && has("flags", "avx512_bf16");
    }

    /** Whether oneDNN has fast kernels of 8-bit integers for the processor; false if unknown. */
    static boolean multipliesInt8() {
        return has("flags", "avx512_vnni");
    }

    /** Whether the processor has wide vectors that MKL leaves half empty, as on AMD's processors; false if unknown. */
    static boolean hindersMkl() {
        return isAmd() && has("flags", "avx512f");
    }

    /** Whether libtorch for this processor contains oneDNN. */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    /** The number of floats in the vectors of oneDNN's kernels. */
    static int vector() {
        return has("flags", "avx512bw") ? 16 : 8;
    }

    private static List<String> firstCore() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.takeWhile(line -> !line.isBlank()).toList();
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    private static boolean isAmd() {
        return has("vendor_id", "AuthenticAMD");
    }

    private static boolean has(String key, String word) {
        return FIRST_CORE.stream().filter(line -> line.startsWith(key)).anyMatch(line -> List.of(line.split("\\s+"))
                .contains(word));
    }
}
