package dev.demist.engine.internal.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What this machine's processor can do. */
final class Processor {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private static final List<String> FIRST_CORE = firstCore();

    private Processor() {}

    /**
     * Whether it multiplies bfloat16 clearly faster than float32; false where it cannot be found out. Tiles (AMX) do,
     * and so do AMD's vector instructions; those of Intel alone were measured to be slower than float32.
     */
    static boolean multipliesBfloat16() {
        return has("flags", "amx_bf16") || isAmd() && has("flags", "avx512_bf16");
    }

    /**
     * Whether it has wide vectors that MKL leaves half empty, as it does on AMD's; false where it cannot be found out.
     */
    static boolean hindersMkl() {
        return isAmd() && has("flags", "avx512f");
    }

    /** Whether libtorch was built with oneDNN for it. */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }

    /** How many floats the vectors of oneDNN's kernels have. */
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
