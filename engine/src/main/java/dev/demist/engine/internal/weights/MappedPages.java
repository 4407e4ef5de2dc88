package dev.demist.engine.internal.weights;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** Advice to the operating system about the pages of mapped files; on Linux only. */
final class MappedPages {

    /** {@code MADV_DONTNEED}: drops the pages of a file's mapping, but the content of other memory. */
    private static final int NOT_NEEDED = 4;

    private MappedPages() {}

    /**
     * Drops the pages of a whole mapping from this process's memory until they are read again. A failure has no
     * consequence and is ignored.
     */
    static void forget(ByteBuffer mapping) {
        if (Platform.isLinux()) {
            LibC.INSTANCE.madvise(
                    Native.getDirectBufferPointer(mapping), new NativeLong(mapping.capacity()), NOT_NEEDED);
        }
    }

    /** The function used of the C library. */
    interface LibC extends Library {

        LibC INSTANCE = Native.load("c", LibC.class);

        int madvise(Pointer address, NativeLong length, int advice);
    }
}
