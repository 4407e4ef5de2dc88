/**
 * The compatibility kit for schedulers: authors of plug-ins extend {@code SchedulerCompatibilityKit} in one class with
 * one method and get the rules S1 to S10 as tests.
 */
@NullMarked
package dev.demist.scheduler.tck;

import org.jspecify.annotations.NullMarked;
