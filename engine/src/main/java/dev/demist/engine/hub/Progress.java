package dev.demist.engine.hub;

/**
 * The progress of a download.
 *
 * @param file the file that grew
 * @param fileDone the bytes of the file downloaded so far
 * @param fileSize its size in bytes
 * @param done the bytes of the whole download so far
 * @param size the size of the whole download in bytes
 */
public record Progress(String file, long fileDone, long fileSize, long done, long size) {}
