/** Finds schedulers: those of the class path and those in the jars of a plug-in folder. */
@NullMarked
package dev.demist.engine.internal.plugin;

import org.jspecify.annotations.NullMarked;
