package dev.demist.engine.internal.weights.torchbin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.demist.DemistException;
import dev.demist.ErrorCode;
import java.lang.management.ManagementFactory;

/** A hostile file is refused with a typed error that names it, and at a bounded cost. */
final class Refusal {

    private static final long MOST_BYTES = 64L << 20;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Refusal() {}

    static void assertRefused(byte[] file, ErrorCode code, String inMessage) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        assertThatThrownBy(() -> TorchZip.read(file))
                .isInstanceOfSatisfying(
                        DemistException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageStartingWith("x.bin: ")
                .hasMessageContaining(inMessage);
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - before).isLessThan(MOST_BYTES);
    }
}
