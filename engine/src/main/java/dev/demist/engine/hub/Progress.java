package dev.demist.engine.hub;

/**
 * How far a download is.
 *
 * @param file the file that grew
 * @param fileDone its bytes that are here
 * @param fileSize its bytes in all
 * @param done bytes of the whole download that are here
 * @param size bytes of the whole download
 */
public record Progress(String file, long fileDone, long fileSize, long done, long size) {}
