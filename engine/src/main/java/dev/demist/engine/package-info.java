/** The entrance: {@link dev.demist.engine.Engine} finds models and schedulers and opens pipelines. */
@NullMarked
package dev.demist.engine;

import org.jspecify.annotations.NullMarked;
