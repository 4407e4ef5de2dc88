/** Joins the steps of many users into one model call, fairly. */
@NullMarked
package dev.demist.engine.internal.batch;

import org.jspecify.annotations.NullMarked;
