import { parseJson } from '../net/json.js';
import type { RunRequest } from '../net/types.js';

/** What a picture says about how it was made. */
export interface Recipe {
  /** The request that draws it again; null if there is nothing that is understood. */
  request: RunRequest | null;
  /** What else it says, which has no meaning here or is not understood. */
  leftOut: string[];
  /** What it names that this server may have or not. */
  named?: Named;
}

/** Names of other programs, as they stand in the recipe. */
export interface Named {
  sampler?: string | undefined;
  /** How the sampler spreads noise over the steps, if that is said apart from its name. */
  spread?: string | undefined;
  model?: string | undefined;
  loras?: readonly { name: string; weight: number }[];
}

/** The JSON object in a text; null if it is something else. */
export function jsonObject(text: string): Record<string, unknown> | null {
  try {
    const value = parseJson<unknown>(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
