/**
 * Plans that do what no scheduler should: for tests that a host of plug-ins survives them. {@link Misbehaving#loader}
 * makes them discoverable without a jar.
 */
@NullMarked
package dev.demist.engine.internal.plugin.misbehaving;

import org.jspecify.annotations.NullMarked;
