package dev.demist.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What this machine's processor can do. */
final class Processor {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * Whether it multiplies bfloat16 clearly faster than float32; false where it cannot be found out. Tiles (AMX) do,
     * and so do AMD's vector instructions; those of Intel alone were measured to be slower than float32.
     */
    static boolean multipliesBfloat16() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            List<String> first = lines.takeWhile(line -> !line.isBlank()).toList();
            return has(first, "flags", "amx_bf16")
                    || has(first, "vendor_id", "AuthenticAMD") && has(first, "flags", "avx512_bf16");
        } catch (IOException notLinux) {
            return false;
        }
    }

    private static boolean has(List<String> description, String key, String word) {
        return description.stream().filter(line -> line.startsWith(key)).anyMatch(line -> List.of(line.split("\\s+"))
                .contains(word));
    }

    /** Whether libtorch was built with oneDNN for it. */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }
}
