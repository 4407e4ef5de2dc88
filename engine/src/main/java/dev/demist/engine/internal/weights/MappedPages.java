package dev.demist.engine.internal.weights;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** What the system is told of the pages of mapped files, on Linux. */
final class MappedPages {

    /** {@code MADV_DONTNEED}: of a file's mapping it drops the pages, of other memory the content. */
    private static final int NOT_NEEDED = 4;

    private MappedPages() {}

    /**
     * Takes the pages of a whole mapping, begun at a page, out of this process's memory until they are read again. That
     * it fails is of no consequence.
     */
    static void forget(ByteBuffer mapping) {
        if (Platform.isLinux()) {
            LibC.INSTANCE.madvise(
                    Native.getDirectBufferPointer(mapping), new NativeLong(mapping.capacity()), NOT_NEEDED);
        }
    }

    /** Of the C library. */
    interface LibC extends Library {

        LibC INSTANCE = Native.load("c", LibC.class);

        int madvise(Pointer address, NativeLong length, int advice);
    }
}
