/**
 * Families of pipelines: the parts that their checkpoints have, and how these work together. The only package that
 * knows parts by name.
 */
@NullMarked
package dev.demist.engine.internal.family;

import org.jspecify.annotations.NullMarked;
