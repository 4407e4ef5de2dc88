/** Reading the small files that describe models. */
@NullMarked
package dev.demist.engine.internal.file;

import org.jspecify.annotations.NullMarked;
