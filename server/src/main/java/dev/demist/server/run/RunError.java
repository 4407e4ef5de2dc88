package dev.demist.server.run;

import dev.demist.ErrorCode;

/**
 * Why a run failed.
 *
 * @param code for programs
 * @param detail for people
 */
public record RunError(ErrorCode code, String detail) {}
