/**
 * The compatibility kit for schedulers. A test of a plug-in extends
 * {@link dev.demist.scheduler.tck.SchedulerCompatibilityKit}, implements its one method and inherits the rules S1 to
 * S11 as tests.
 */
@NullMarked
package dev.demist.scheduler.tck;

import org.jspecify.annotations.NullMarked;
