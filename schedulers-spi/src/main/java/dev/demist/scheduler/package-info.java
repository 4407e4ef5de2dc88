/**
 * The interface between Demist and scheduler plug-ins: tensors as plain Java values, plans as pure functions, and the
 * provider that a {@link java.util.ServiceLoader} finds. The package depends on nothing but {@code java.*}.
 */
@NullMarked
package dev.demist.scheduler;

import org.jspecify.annotations.NullMarked;
