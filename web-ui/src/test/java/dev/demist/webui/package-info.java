/** Tests of the page in a real browser, against a toy server that speaks the contract. */
@NullMarked
package dev.demist.webui;

import org.jspecify.annotations.NullMarked;
