"""Records how diffusers names the weights of single-file Stable Diffusion checkpoints (the key layout of the original code) of full size: for each of
its own weights the shape, the weight of the file that it is and, where three of them share one, which third.  The file's weights hold numbers that
tell them apart; diffusers' converters move them; nothing else is written down.  A line: part, diffusers' key, shape, file's key, file's shape, third.
"""
import argparse, gzip, pathlib, re
import torch
from accelerate import init_empty_weights
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from diffusers.loaders.single_file_utils import convert_controlnet_checkpoint, convert_ldm_clip_checkpoint, convert_ldm_unet_checkpoint, convert_ldm_vae_checkpoint, convert_open_clip_checkpoint
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

DOWN, UP = "CrossAttnDownBlock2D", "CrossAttnUpBlock2D"
SD1 = dict(cross_attention_dim=768, attention_head_dim=8)
SD2 = dict(cross_attention_dim=1024, attention_head_dim=[5, 10, 20, 20], use_linear_projection=True)
XL = dict(block_out_channels=[320, 640, 1280], down_block_types=["DownBlock2D", DOWN, DOWN], up_block_types=[UP, UP, "UpBlock2D"], transformer_layers_per_block=[1, 2, 10], attention_head_dim=[5, 10, 20], cross_attention_dim=2048,
    use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816)
VAE = dict(block_out_channels=[128, 256, 512, 512], down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, layers_per_block=2, latent_channels=4)
CLIP = dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12)
OPEN = dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=23, num_attention_heads=16, hidden_act="gelu")
BIGG = dict(hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20, hidden_act="gelu", projection_dim=1280)

def unet(k):
    for a, b in [("time_embedding.linear_1", "time_embed.0"), ("time_embedding.linear_2", "time_embed.2"), ("add_embedding.linear_1", "label_emb.0.0"), ("add_embedding.linear_2", "label_emb.0.2"), ("conv_in", "input_blocks.0.0"),
            ("conv_norm_out", "out.0"), ("conv_out", "out.2"), ("mid_block.resnets.0", "middle_block.0"), ("mid_block.attentions.0", "middle_block.1"), ("mid_block.resnets.1", "middle_block.2")]:
        if k.startswith(a + "."): k = b + k[len(a):]
    k = re.sub(r"down_blocks\.(\d)\.(resnets|attentions)\.(\d)", lambda m: f"input_blocks.{3 * int(m[1]) + int(m[3]) + 1}.{int(m[2] == 'attentions')}", k)
    k = re.sub(r"down_blocks\.(\d)\.downsamplers\.0\.conv", lambda m: f"input_blocks.{3 * (int(m[1]) + 1)}.0.op", k)
    k = re.sub(r"up_blocks\.(\d)\.(resnets|attentions)\.(\d)", lambda m: f"output_blocks.{3 * int(m[1]) + int(m[3])}.{int(m[2] == 'attentions')}", k)
    k = re.sub(r"up_blocks\.(\d)\.upsamplers\.0\.conv", lambda m: f"output_blocks.{3 * int(m[1]) + 2}.UP.conv", k)
    for a, b in [("norm1", "in_layers.0"), ("conv1", "in_layers.2"), ("norm2", "out_layers.0"), ("conv2", "out_layers.3"), ("time_emb_proj", "emb_layers.1"), ("conv_shortcut", "skip_connection")]:
        if "transformer_blocks" not in k: k = k.replace(a, b)
    return k

def vae(k):
    k = re.sub(r"up_blocks\.(\d)", lambda m: f"up.{3 - int(m[1])}", k)
    for a, b in [("down_blocks", "down"), ("mid_block.resnets.0", "mid.block_1"), ("mid_block.resnets.1", "mid.block_2"), ("mid_block.attentions.0", "mid.attn_1"), ("resnets", "block"), ("conv_shortcut", "nin_shortcut"), ("downsamplers.0", "downsample"),
            ("upsamplers.0", "upsample"), ("conv_norm_out", "norm_out"), ("group_norm", "norm"), ("to_q", "q"), ("to_k", "k"), ("to_v", "v"), ("to_out.0", "proj_out")]: k = k.replace(a, b)
    return k

def open_clip(k):
    for a, b in [("text_model.encoder.layers", "transformer.resblocks"), ("layer_norm1", "ln_1"), ("layer_norm2", "ln_2"), ("mlp.fc1", "mlp.c_fc"), ("mlp.fc2", "mlp.c_proj"), ("self_attn", "attn"), ("text_model.embeddings.token_embedding", "token_embedding"),
            ("text_model.embeddings.position_embedding.weight", "positional_embedding"), ("text_model.final_layer_norm", "ln_final"), ("text_projection.weight", "text_projection"), ("q_proj.", "in_proj_")]: k = k.replace(a, b)
    return k

def controlnet(k):
    k = re.sub(r"controlnet_down_blocks\.(\d+)", r"zero_convs.\1.0", k).replace("controlnet_mid_block", "middle_block_out.0")
    for a, i in [("conv_in", 0), ("conv_out", 14)]: k = k.replace(f"controlnet_cond_embedding.{a}", f"input_hint_block.{i}")
    return unet(re.sub(r"controlnet_cond_embedding\.blocks\.(\d)", lambda m: f"input_hint_block.{2 * int(m[1]) + 2}", k))

class File:
    def __init__(self): self.weights, self.keys = {}, []
    def put(self, key, shape, thirds=False):
        n = float(len(self.keys)); self.keys.append(key)
        self.weights[key] = torch.cat([torch.full([shape[0] // 3, *shape[1:]], n + t / 4) for t in range(3)]) if thirds else torch.full([1], n).expand(shape)
    def lines(self, part, model, converted):
        own = {k: v for k, v in model.state_dict().items() if not k.endswith("position_ids")}; converted = {k: v for k, v in converted.items() if not k.endswith("position_ids")}
        assert own.keys() == converted.keys(), (part, own.keys() ^ converted.keys()); size = lambda t: "x".join(map(str, t.shape))
        for k, v in own.items():
            found = converted[k]; assert found.shape == v.shape, (k, found.shape, v.shape)
            tags = found.unique().tolist(); assert len(tags) == 1, (k, tags); key = self.keys[int(tags[0])]; third = int(tags[0] % 1 * 4); shares = self.weights[key].shape[0] == 3 * v.shape[0] and "in_proj" in key
            yield "\t".join([part, k, size(v), key, size(self.weights[key]), str(third) if shares else "-"])

def empty(build):
    with init_empty_weights(include_buffers=False): return build()

def record(name, out, unet_config, texts):
    f = File(); u = empty(lambda: UNet2DConditionModel(**unet_config)); v = empty(lambda: AutoencoderKL(**VAE)); lines = []
    for k, t in u.state_dict().items():
        key = unet(k); block = k.split(".upsamplers")[0]; attends = any(o.startswith(block + ".attentions") for o in u.state_dict()); f.put("model.diffusion_model." + key.replace("UP", str(1 + attends)), list(t.shape))
    for k, t in v.state_dict().items(): f.put("first_stage_model." + vae(k), list(t.shape) + [1, 1] * ("attentions" in k and "to_" in k and t.dim() == 2))
    models = []
    for prefix, kind, config in texts:
        m = empty(lambda: (CLIPTextModelWithProjection if kind == "bigg" else CLIPTextModel)(CLIPTextConfig(vocab_size=49408, **config))); models.append((prefix, kind, m))
        for k, t in m.state_dict().items():
            if k.endswith("position_ids"): continue
            if kind == "clip": f.put(prefix + k, list(t.shape))
            elif "q_proj" in k: f.put(prefix + open_clip(k), [3 * t.shape[0], *t.shape[1:]], thirds=True)
            elif "k_proj" not in k and "v_proj" not in k: f.put(prefix + open_clip(k), list(t.shape))
        if kind == "open":  # the last layer, which Stable Diffusion 2 does not use, and the projection
            for k in [k for k in f.weights if f".resblocks.{config['num_hidden_layers'] - 1}." in k]: f.put(k.replace(f".{config['num_hidden_layers'] - 1}.", f".{config['num_hidden_layers']}."), list(f.weights[k].shape))
            f.put(prefix + "text_projection", [1024, 1024]); f.put(prefix + "logit_scale", [1])
    lines += f.lines("unet", u, convert_ldm_unet_checkpoint(dict(f.weights), dict(u.config))); lines += f.lines("vae", v, convert_ldm_vae_checkpoint(dict(f.weights), dict(v.config)))
    for i, (prefix, kind, m) in enumerate(models):
        lines += f.lines(f"text{i}", m, convert_ldm_clip_checkpoint({k: t for k, t in f.weights.items() if k.startswith(prefix)}) if kind == "clip" else open_clip_of(m, {k: t for k, t in f.weights.items() if k.startswith(prefix)}, prefix))
    used = {line.split("\t")[3] for line in lines}
    lines += ["\t".join(["-", "-", "-", k, "x".join(map(str, t.shape)), "-"]) for k, t in f.weights.items() if k not in used]
    with gzip.GzipFile(out / f"{name}.tsv.gz", "wb", mtime=0) as z: z.write(("\n".join(lines) + "\n").encode())
    print(name, len(lines))

def record_controlnet(name, out, config):
    f = File(); m = empty(lambda: ControlNetModel(**config))
    for k, t in m.state_dict().items(): f.put("control_model." + controlnet(k), list(t.shape))
    lines = f.lines("controlnet", m, convert_controlnet_checkpoint(dict(f.weights), dict(m.config)))
    with gzip.GzipFile(out / f"{name}.tsv.gz", "wb", mtime=0) as z: z.write(("\n".join(lines) + "\n").encode())

def open_clip_of(m, weights, prefix):
    """As diffusers loads it: what the model has no place for is left out."""
    converted = convert_open_clip_checkpoint(m, weights, prefix); return {k: v for k, v in converted.items() if k in m.state_dict()}

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); a = p.parse_args(); a.out.mkdir(parents=True, exist_ok=True); torch.set_grad_enabled(False)
    record("sd15", a.out, SD1, [("cond_stage_model.transformer.", "clip", CLIP)])
    record("sd21", a.out, SD2, [("cond_stage_model.model.", "open", OPEN)])
    record_controlnet("sd15-controlnet", a.out, SD1); record_controlnet("sd21-controlnet", a.out, SD2)
    record("sdxl", a.out, XL, [("conditioner.embedders.0.transformer.", "clip", CLIP), ("conditioner.embedders.1.model.", "bigg", BIGG)])

if __name__ == "__main__": main()
