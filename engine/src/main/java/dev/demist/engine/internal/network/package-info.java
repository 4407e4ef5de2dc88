/** Opened networks, shared by everything that uses them, within a budget of memory. */
@NullMarked
package dev.demist.engine.internal.network;

import org.jspecify.annotations.NullMarked;
