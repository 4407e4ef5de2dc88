package dev.demist.server.run.service;

import dev.demist.server.run.live.StepBudgets.Budget;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a user may ask for, and how much of it is there.
 *
 * @param waiting how many runs may wait
 * @param waitingLeft how many more
 * @param steps the hourly number of model calls; null for no bound
 * @param models the models that the user may draw with; empty for all
 */
public record Quota(int waiting, int waitingLeft, @Nullable Budget steps, List<String> models) {}
