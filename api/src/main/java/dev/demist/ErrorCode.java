package dev.demist;

/** What went wrong, for programs. The {@link DemistException}'s message says it for people. */
public enum ErrorCode {
    /** A field of a request is missing, of the wrong type or out of range. */
    INVALID_REQUEST,
    /** No model of that name or at that place. */
    UNKNOWN_MODEL,
    /** No scheduler of that name. */
    UNKNOWN_SCHEDULER,
    /** A scheduler's option has a wrong type or value, or it cannot make a plan of so many steps. */
    INVALID_SCHEDULER_CONFIG,
    /** A plug-in scheduler threw, or returned what it must not. */
    SCHEDULER_FAILED,
    /** A file is damaged, truncated or hostile. */
    CORRUPT_FILE,
    /** A weight is missing or has another shape than the configuration says. */
    WEIGHTS_MISMATCH,
    /** A model class, block, activation or format that Demist does not know. */
    UNSUPPORTED_MODEL,
    /** Parts of a pipeline that do not fit each other. */
    PARTS_DO_NOT_FIT,
    /** The native engine refused or failed. */
    ENGINE_FAILED,
    /** Not enough memory. */
    OUT_OF_MEMORY,
    /** Nothing is known under that id. */
    NOT_FOUND,
    /** The thing is not in a state in which that can be done. */
    CONFLICT,
    /** No valid token was given. */
    UNAUTHORIZED,
    /** The caller's host or origin is not allowed. */
    FORBIDDEN,
    /** A body, a file or a picture is larger than allowed. */
    TOO_LARGE,
    /** The queue, or the user's share of it, is full. */
    QUEUE_FULL,
    /** The port is taken. */
    PORT_IN_USE,
    /** Reading or writing the disk failed. */
    STORAGE_FAILED,
    /** A download failed. */
    NETWORK_FAILED,
    /** The network would be needed but is switched off. */
    OFFLINE,
    /** No worker is there that could do the work. */
    NO_WORKER
}
