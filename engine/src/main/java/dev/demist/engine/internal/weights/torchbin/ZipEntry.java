package dev.demist.engine.internal.weights.torchbin;

/**
 * One stored entry as the central directory declares it.
 *
 * @param crc CRC-32 of its bytes
 * @param size its size in bytes, equal stored and unpacked
 * @param header the offset of its local header
 */
record ZipEntry(String name, int flags, long crc, long size, long header) {}
