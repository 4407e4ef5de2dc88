import { requestOf, rest } from './facts.js';
import { jsonObject, type Recipe } from './recipe.js';

interface Node {
  class_type: string;
  inputs: Record<string, unknown>;
}

type Graph = Record<string, Node>;

const TAKEN = ['seed', 'noise_seed', 'steps', 'cfg', 'sampler_name', 'scheduler', 'control_after_generate'];
const LINKS = ['model', 'positive', 'negative', 'latent_image'];
const SAMPLERS = ['KSampler', 'KSamplerAdvanced'];
const ENCODERS = ['CLIPTextEncode'];
const LATENTS = ['EmptyLatentImage', 'EmptySD3LatentImage'];
const LOADERS = ['CheckpointLoaderSimple'];

/** ComfyUI's graph, as far as it is one sampler of a text and a negative text on an empty picture; others are not guessed at. */
export function readComfyUi(text: string): Recipe | null {
  const graph = graphOf(jsonObject(text));
  if (graph === null) return null;
  const samplers = Object.values(graph).filter(({ class_type: kind }) => kind.includes('Sampler'));
  const inputs = samplers[0]?.inputs;
  if (samplers.length !== 1 || !inputs || !SAMPLERS.includes(samplers[0]!.class_type)) return unread(graph);
  const prompt = follow(graph, inputs['positive'], ENCODERS)?.['text'];
  const negativePrompt = follow(graph, inputs['negative'], ENCODERS)?.['text'];
  if (typeof prompt !== 'string' || typeof negativePrompt !== 'string') return unread(graph);
  const latents = follow(graph, inputs['latent_image'], LATENTS);
  const seed = inputs['seed'] ?? inputs['noise_seed'];
  const facts = { steps: inputs['steps'], guidance: inputs['cfg'], seed, width: latents?.['width'], height: latents?.['height'] };
  const model = follow(graph, inputs['model'], LOADERS)?.['ckpt_name'];
  const named = { sampler: textOf(inputs['sampler_name']), spread: textOf(inputs['scheduler']), model: textOf(model) };
  const taken = [...SAMPLERS, ...ENCODERS, ...(latents ? LATENTS : []), ...(model ? LOADERS : []), 'VAEDecode', 'SaveImage', 'PreviewImage'];
  const others = Object.values(graph).map(({ class_type: kind }) => kind);
  const settings = rest(inputs, TAKEN).filter((setting) => setting !== 'denoise 1' && !LINKS.includes(setting));
  const leftOut = [...settings, ...others.filter((kind) => !taken.includes(kind))];
  return { request: requestOf({ prompt, negativePrompt, ...facts }), leftOut, named };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

function graphOf(json: Record<string, unknown> | null): Graph | null {
  const isNode = (value: unknown) => typeof (value as Node | null)?.class_type === 'string' && !!(value as Node).inputs;
  return json !== null && Object.keys(json).length > 0 && Object.values(json).every(isNode) ? (json as unknown as Graph) : null;
}

/** The inputs of the node that a link leads to, if it is one of these kinds. */
function follow(graph: Graph, link: unknown, kinds: readonly string[]): Record<string, unknown> | undefined {
  const node = Array.isArray(link) ? graph[String(link[0])] : undefined;
  return node && kinds.includes(node.class_type) ? node.inputs : undefined;
}

const unread = (graph: Graph): Recipe => ({ request: null, leftOut: [`a ComfyUI graph of ${Object.keys(graph).length} nodes`] });
