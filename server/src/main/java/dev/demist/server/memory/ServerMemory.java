package dev.demist.server.memory;

/**
 * The memory for what callers send and ask for.
 *
 * @param uploads bodies of requests that are being received
 * @param bodies bodies that are being read, in all the forms that they take meanwhile
 * @param pictures given pictures that are being decoded
 * @param answers responses that their callers have not taken yet
 */
public record ServerMemory(Memory uploads, Memory bodies, Memory pictures, Memory answers) {

    /** Shares of {@code bytes}. */
    public static ServerMemory of(long bytes) {
        return new ServerMemory(
                new Memory(bytes / 8), new Memory(bytes * 3 / 8), new Memory(bytes / 2), new Memory(bytes / 8));
    }

    /** Shares of half of Java's heap. */
    public static ServerMemory ofHeap() {
        return of(Runtime.getRuntime().maxMemory() / 2);
    }
}
