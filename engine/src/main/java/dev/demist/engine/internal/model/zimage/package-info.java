/** Z-Image's transformer. */
@NullMarked
package dev.demist.engine.internal.model.zimage;

import org.jspecify.annotations.NullMarked;
