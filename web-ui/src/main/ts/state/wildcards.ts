/** The innermost `{a|b}`: braces without a bar are words. */
const ALTERNATIVES = /\{([^{}|]*(?:\|[^{}|]*)+)\}/;

/**
 * The prompts that a prompt with alternatives stands for: `a {red|green} apple` stands for two. Alternatives may stand inside
 * others, and those of several braces are combined. No more than `most` prompts are returned, each once.
 */
export function promptsOf(prompt: string, most: number): string[] {
  const prompts = new Set<string>();
  const add = (text: string): void => {
    const found = ALTERNATIVES.exec(text);
    if (!found) return void prompts.add(text);
    for (const words of found[1]!.split('|')) {
      if (prompts.size < most) add(tidy(text.slice(0, found.index) + words + text.slice(found.index + found[0].length)));
    }
  };
  add(prompt);
  return [...prompts];
}

/** An empty alternative leaves no gap. */
const tidy = (text: string): string => text.replace(/ {2,}/g, ' ').replace(/ (?=[,.])/g, '').trim();
