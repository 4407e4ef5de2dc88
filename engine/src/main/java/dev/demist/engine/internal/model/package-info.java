/** Networks by the class that their configuration names. */
@NullMarked
package dev.demist.engine.internal.model;

import org.jspecify.annotations.NullMarked;
