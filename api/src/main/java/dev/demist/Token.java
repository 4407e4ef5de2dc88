package dev.demist;

/**
 * One token of a prompt, as the text encoder gets it.
 *
 * @param id its number in the vocabulary
 * @param text as the vocabulary has it, with {@code </w>} where a word ends
 * @param isPadding whether it only fills the row up; the attention mask of the reference is 0 here
 */
public record Token(int id, String text, boolean isPadding) {}
