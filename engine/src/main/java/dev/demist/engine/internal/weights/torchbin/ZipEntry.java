package dev.demist.engine.internal.weights.torchbin;

/**
 * One stored entry as the central directory declares it.
 *
 * @param crc CRC-32 of its bytes
 * @param size its bytes, the same stored as unpacked
 * @param header where its local header stands in the file
 */
record ZipEntry(String name, int flags, long crc, long size, long header) {}
