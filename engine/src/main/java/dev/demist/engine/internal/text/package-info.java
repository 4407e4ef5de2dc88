/** Prompts to conditioning: weighted prompts of any length through one or several text encoders. */
@NullMarked
package dev.demist.engine.internal.text;

import org.jspecify.annotations.NullMarked;
