"""Writes a checkpoint of the size of FLUX.2 klein 4B (3.9 G parameters in the transformer, 4.0 G in the text encoder) with random weights in bfloat16:
for measuring memory and speed, as its pictures show nothing.  It takes 16 GB of disk and about a minute.

python make_large_checkpoint.py --out DIR         needs torch, diffusers, transformers, tokenizers (PyPI)"""
import argparse, json, math, pathlib
import torch
from safetensors.torch import save_file
from diffusers import AutoencoderKLFlux2, FlowMatchEulerDiscreteScheduler, Flux2Transformer2DModel
from transformers import Qwen3Config, Qwen3ForCausalLM
from make_flow_goldens import qwen_tokenizer

SHARD = 1 << 30
BLOCK = torch.randn(1 << 24, generator=torch.Generator().manual_seed(0))

def values(name, shape, at):
    """Numbers of a block that is repeated, each matrix from another place on, so large that activations keep their size."""
    n = math.prod(shape)
    if len(shape) < 2: return (torch.ones(shape) if name.endswith(("weight", "running_var")) else torch.zeros(shape)).to(torch.bfloat16)
    flat = BLOCK.roll(at).repeat(-(-n // len(BLOCK)))[:n] if n > len(BLOCK) else BLOCK.roll(at)[:n]
    return (flat * math.prod(shape[1:]) ** -0.5).to(torch.bfloat16).reshape(shape)

def store(make, folder, name):
    """The weights of a model that is made without memory, in shards of a gigabyte, with their index."""
    with torch.device("meta"): model = make()
    folder.mkdir(parents=True, exist_ok=True); shapes = {k: tuple(v.shape) for k, v in model.state_dict().items() if v.is_floating_point() and not k.startswith("lm_head")}
    shards, room = [], 0
    for k, s in shapes.items():
        if room < 2 * math.prod(s): shards.append([]); room = SHARD
        shards[-1].append(k); room -= 2 * math.prod(s)
    index = {}
    for i, keys in enumerate(shards):
        file = f"{name}-{i + 1:05d}-of-{len(shards):05d}.safetensors"
        save_file({k: values(k, shapes[k], 7919 * (i * 100 + j)) for j, k in enumerate(keys)}, folder / file); index |= {k: file for k in keys}
    (folder / f"{name}.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": 2 * sum(map(math.prod, shapes.values()))}, "weight_map": index}))
    print(folder.name, sum(map(math.prod, shapes.values())) / 1e9, "G parameters", flush=True); return model

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); o = p.parse_args().out
    qwen = Qwen3Config(vocab_size=151936, hidden_size=2560, intermediate_size=9728, num_hidden_layers=36, num_attention_heads=32, num_key_value_heads=8, head_dim=128, max_position_embeddings=40960, tie_word_embeddings=True, rope_theta=1000000.0, architectures=["Qwen3ForCausalLM"])
    store(lambda: Flux2Transformer2DModel(in_channels=128, num_layers=5, num_single_layers=20, num_attention_heads=24, joint_attention_dim=7680, guidance_embeds=False), o / "transformer", "diffusion_pytorch_model").save_config(o / "transformer")
    store(lambda: Qwen3ForCausalLM(qwen), o / "text_encoder", "model"); qwen.save_pretrained(o / "text_encoder")
    store(lambda: AutoencoderKLFlux2(), o / "vae", "diffusion_pytorch_model").save_config(o / "vae")
    FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift=3.0).save_pretrained(o / "scheduler"); qwen_tokenizer().save_pretrained(o / "tokenizer")
    parts = dict(scheduler=["diffusers", "FlowMatchEulerDiscreteScheduler"], text_encoder=["transformers", "Qwen3ForCausalLM"], tokenizer=["transformers", "Qwen2TokenizerFast"], transformer=["diffusers", "Flux2Transformer2DModel"], vae=["diffusers", "AutoencoderKLFlux2"])
    (o / "model_index.json").write_text(json.dumps({"_class_name": "Flux2KleinPipeline", "is_distilled": True, **parts}, indent=1))

if __name__ == "__main__": main()
