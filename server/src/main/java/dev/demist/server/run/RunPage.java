package dev.demist.server.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param runs newest first
 * @param next the cursor of the part after it; null if this is the end
 */
public record RunPage(List<Run> runs, @Nullable String next) {}
