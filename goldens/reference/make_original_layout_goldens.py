"""Records how diffusers renames the transformers of FLUX.1, FLUX.2, Stable Diffusion 3 and Z-Image from the layouts of their makers.

python make_original_layout_goldens.py --out DIR
Each `*.tsv` has a line for each weight in diffusers: its key, the key in the original file, the first of its rows there,
and their number; a second pair of rows follows where they are put together from two places.  Needs torch, diffusers."""
import argparse, pathlib
import torch
from diffusers.loaders.single_file_utils import (convert_flux2_transformer_checkpoint_to_diffusers, convert_flux_transformer_checkpoint_to_diffusers, convert_sd3_transformer_checkpoint_to_diffusers,
    convert_z_image_transformer_checkpoint_to_diffusers)

D = 3072        # diffusers' converter knows FLUX.1 of this width alone; a column stands for all of them

def layer(name, rows): return {name + ".weight": rows, name + ".bias": rows}

def flux():
    w = {}
    for n in ("img_in", "txt_in", "time_in.in_layer", "time_in.out_layer", "vector_in.in_layer", "vector_in.out_layer", "guidance_in.in_layer", "guidance_in.out_layer"): w |= layer(n, D)
    for i in range(2):
        for s in ("img", "txt"):
            b = f"double_blocks.{i}.{s}_"
            w |= layer(b + "mod.lin", 6 * D) | layer(b + "attn.qkv", 3 * D) | layer(b + "attn.proj", D) | layer(b + "mlp.0", 4 * D) | layer(b + "mlp.2", D) | {b + "attn.norm.query_norm.scale": 128, b + "attn.norm.key_norm.scale": 128}
        b = f"single_blocks.{i}."
        w |= layer(b + "modulation.lin", 3 * D) | layer(b + "linear1", 7 * D) | layer(b + "linear2", D) | {b + "norm.query_norm.scale": 128, b + "norm.key_norm.scale": 128}
    return w | layer("final_layer.linear", 64) | layer("final_layer.adaLN_modulation.1", 2 * D)

def sd35(d=1536):
    w = {"pos_embed": 1} | layer("x_embedder.proj", d)
    for n in ("context_embedder", "t_embedder.mlp.0", "t_embedder.mlp.2", "y_embedder.mlp.0", "y_embedder.mlp.2"): w |= layer(n, d)
    for i in range(2):
        for s in ("x", "context"):
            b, last = f"joint_blocks.{i}.{s}_block.", i == 1 and s == "context"
            w |= layer(b + "adaLN_modulation.1", 2 * d if last else 9 * d if i == 0 and s == "x" else 6 * d) | layer(b + "attn.qkv", 3 * d) | {b + "attn.ln_q.weight": 64, b + "attn.ln_k.weight": 64}
            if not last: w |= layer(b + "attn.proj", d) | layer(b + "mlp.fc1", 4 * d) | layer(b + "mlp.fc2", d)
            if i == 0 and s == "x": w |= layer(b + "attn2.qkv", 3 * d) | layer(b + "attn2.proj", d) | {b + "attn2.ln_q.weight": 64, b + "attn2.ln_k.weight": 64}
    return w | layer("final_layer.linear", 64) | layer("final_layer.adaLN_modulation.1", 2 * d)

def flux2(d=384):
    w = {n + ".weight": d for n in ("img_in", "txt_in", "time_in.in_layer", "time_in.out_layer")} | {f"double_stream_modulation_{s}.lin.weight": 6 * d for s in ("img", "txt")} | {"single_stream_modulation.lin.weight": 3 * d}
    for i in range(2):
        for s in ("img", "txt"):
            b = f"double_blocks.{i}.{s}_"
            w |= {b + "attn.qkv.weight": 3 * d, b + "attn.proj.weight": d, b + "mlp.0.weight": 6 * d, b + "mlp.2.weight": d, b + "attn.norm.query_norm.scale": 128, b + "attn.norm.key_norm.scale": 128}
        b = f"single_blocks.{i}."
        w |= {b + "linear1.weight": 9 * d, b + "linear2.weight": d, b + "norm.query_norm.scale": 128, b + "norm.key_norm.scale": 128}
    return w | {"final_layer.linear.weight": 128, "final_layer.adaLN_modulation.1.weight": 2 * d}

def z_image(d=384):
    w = layer("x_embedder", d) | {"x_pad_token": 1, "cap_pad_token": 1, "cap_embedder.0.weight": 64, "norm_final.weight": d} | layer("cap_embedder.1", d) | layer("t_embedder.mlp.0", 1024) | layer("t_embedder.mlp.2", 256)
    for b in ("noise_refiner.0.", "noise_refiner.1.", "context_refiner.0.", "context_refiner.1.", "layers.0.", "layers.1.", "layers.2."):
        w |= {b + "attention.qkv.weight": 3 * d, b + "attention.out.weight": d, b + "attention.q_norm.weight": 128, b + "attention.k_norm.weight": 128} | {b + f"feed_forward.w{k}.weight": 1024 for k in (1, 2, 3)} | {b + n + ".weight": d for n in ("attention_norm1", "attention_norm2", "ffn_norm1", "ffn_norm2")}
        if "context" not in b: w |= layer(b + "adaLN_modulation.0", 4 * d)
    return w | layer("final_layer.linear", 64) | layer("final_layer.adaLN_modulation.1", d)

def runs(rows):
    """Where rows that follow each other begin, and how many they are."""
    cuts = [0] + [i for i in range(1, len(rows)) if rows[i] != rows[i - 1] + 1] + [len(rows)]
    return [(rows[a], b - a) for a, b in zip(cuts, cuts[1:])]

def write(path, shapes, convert):
    names = list(shapes)
    file = {n: torch.stack([torch.full((rows,), k), torch.arange(rows)], 1) for k, (n, rows) in enumerate(shapes.items())}     # each row names itself
    lines = []
    for key, weight in convert({k: v.clone() for k, v in file.items()}).items():
        source = names[weight[0, 0]]
        lines.append("\t".join([key, source] + [str(x) for run in runs(weight[:, 1].tolist()) for x in run]))
    path.write_text("\n".join(lines) + "\n")

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); a = p.parse_args(); a.out.mkdir(parents=True, exist_ok=True)
    write(a.out / "flux1.tsv", flux(), convert_flux_transformer_checkpoint_to_diffusers)
    write(a.out / "flux2.tsv", flux2(), convert_flux2_transformer_checkpoint_to_diffusers)
    write(a.out / "z-image.tsv", z_image(), convert_z_image_transformer_checkpoint_to_diffusers)
    write(a.out / "sd35.tsv", sd35(), convert_sd3_transformer_checkpoint_to_diffusers)

if __name__ == "__main__": main()
