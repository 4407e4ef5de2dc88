package dev.demist.engine.hub;

/**
 * A file of a repository.
 *
 * @param path its path, with slashes
 * @param size its size in bytes
 * @param id the id of its content: the SHA-256 of a large file, Git's SHA-1 of a small one, in hexadecimal
 */
public record RemoteFile(String path, long size, String id) {}
