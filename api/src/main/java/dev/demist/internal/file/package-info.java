/** Writing and hashing files, for the modules of Demist. Not part of the API: it may change with every version. */
@NullMarked
package dev.demist.internal.file;

import org.jspecify.annotations.NullMarked;
