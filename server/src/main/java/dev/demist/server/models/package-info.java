/** The models that runs use, opened when they are needed. */
@NullMarked
package dev.demist.server.models;

import org.jspecify.annotations.NullMarked;
