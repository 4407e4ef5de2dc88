/**
 * The API of Demist: a {@link dev.demist.GenerationRequest} goes into a {@link dev.demist.Pipeline}, a {@code Flux} of
 * {@link dev.demist.LatentState}s comes out, and a {@link dev.demist.Picture} is made of any of them.
 */
@NullMarked
package dev.demist;

import org.jspecify.annotations.NullMarked;
