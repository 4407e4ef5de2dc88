package dev.demist.engine.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** What this machine's processor can do. */
final class Processor {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

    private Processor() {}

    /**
     * Whether it multiplies tiles of bfloat16; false where it cannot be found out. The vector instructions for bfloat16
     * alone were measured to be slower than float32.
     */
    static boolean multipliesBfloat16() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("flags"))
                    .findFirst()
                    .map(flags -> flags.contains(" amx_bf16"))
                    .orElse(false);
        } catch (IOException notLinux) {
            return false;
        }
    }

    /** Whether libtorch was built with oneDNN for it. */
    static boolean hasOneDnn() {
        String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }
}
