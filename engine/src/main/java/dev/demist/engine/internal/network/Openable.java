package dev.demist.engine.internal.network;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * A network that can be opened.
 *
 * @param <T> its type
 * @param key equal keys share one opened network
 * @param bytes about how much memory its weights take; asked for before it is opened
 * @param opener opens it; may block, and may fail
 */
public record Openable<T extends AutoCloseable>(Object key, LongSupplier bytes, Supplier<T> opener) {}
