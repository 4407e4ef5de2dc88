"""Records tiny pipelines of FLUX.1 and Stable Diffusion 3.5, and the same checkpoints in one file as ComfyUI and Stability AI write them.

python make_single_file_goldens.py --clip DIR_OF_A_CLIP_TOKENIZER --out DIR [--flux2-vae DIR_OF_AN_AutoencoderKLFlux2]
`pipe-*` is what `make_flow_goldens.py` writes, with heads and groups of the sizes that published models have, as shapes do not show them; its `checkpoint.safetensors` has
every weight under the names of the makers: `model.diffusion_model.*`, `text_encoders.{clip_l,clip_g,t5xxl}.transformer.*`, and the autoencoder under `vae.*` (FLUX.1) or
`first_stage_model.*`.  `flux2-vae.safetensors` is the autoencoder of FLUX.2 under the names of Black Forest Labs.  What diffusers has a converter for is put back and compared."""
import argparse, pathlib, re
import torch
from safetensors.torch import load_file, save_file
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, FluxPipeline, FluxTransformer2DModel, SD3Transformer2DModel, StableDiffusion3Pipeline
from diffusers.loaders.single_file_utils import convert_ldm_vae_checkpoint, convert_sd3_t5_checkpoint_to_diffusers, convert_sd3_transformer_checkpoint_to_diffusers
from transformers import CLIPTokenizer, T5Config, T5EncoderModel
from make_flow_goldens import WORDS, Recorder, compact, gen, rounded, shake

def sparse(m):
    """Every sixteenth column of a matrix stays, so that the file compresses and each row is still another one."""
    with torch.no_grad():
        for p in m.parameters():
            if p.ndim > 1 and p.shape[1] >= 32: p.mul_((torch.arange(p.shape[1]) % 16 == 0).float().reshape(-1, *[1] * (p.ndim - 2)))
            p.add_(0.0)     # no zero has a sign
    return m

class Whole(Recorder):
    def vae(self, scaling, shift): return sparse(rounded(shake(AutoencoderKL(sample_size=1024, block_out_channels=(32, 32), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, layers_per_block=1, latent_channels=16, norm_num_groups=32, use_quant_conv=False, use_post_quant_conv=False, shift_factor=shift, scaling_factor=scaling), self.s + 5, 0.02), torch.bfloat16))
    def clip_l(self, *a, **k): return sparse(super().clip_l(*a, **k))
    def t5_encoder(self): return rounded(shake(T5EncoderModel(T5Config(vocab_size=len(self.t5), d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4, feed_forward_proj="gated-gelu", tie_word_embeddings=False)), self.s + 3, 0.2), torch.bfloat16)

def exchange(name, pairs):
    for a, b in pairs: name = re.sub(a, b, name)
    return name

def swapped(w): return torch.cat(w.chunk(2)[::-1])

def joined(w, parts): return {f".{kind}": torch.cat([w.pop(f"{p}.{kind}") for p in parts]) for kind in ("weight", "bias") if f"{parts[0]}.{kind}" in w}

FLUX = [("^x_embedder", "img_in"), ("^context_embedder", "txt_in"), (r"^time_text_embed\.timestep_embedder", "time_in"), (r"^time_text_embed\.guidance_embedder", "guidance_in"), (r"^time_text_embed\.text_embedder", "vector_in"), ("linear_1", "in_layer"), ("linear_2", "out_layer"),
    ("^norm_out.linear", "final_layer.adaLN_modulation.1"), ("^proj_out", "final_layer.linear"),
    (r"single_transformer_blocks\.(\d+)\.norm\.linear", r"single_blocks.\1.modulation.lin"), (r"single_transformer_blocks\.(\d+)\.proj_out", r"single_blocks.\1.linear2"), (r"single_transformer_blocks\.(\d+)\.attn\.norm_q.weight", r"single_blocks.\1.norm.query_norm.scale"), (r"single_transformer_blocks\.(\d+)\.attn\.norm_k.weight", r"single_blocks.\1.norm.key_norm.scale"),
    (r"^transformer_blocks\.", "double_blocks."), (r"norm1_context\.linear", "txt_mod.lin"), (r"norm1\.linear", "img_mod.lin"), (r"attn\.to_out\.0", "img_attn.proj"), (r"attn\.to_add_out", "txt_attn.proj"), (r"ff_context\.net\.0\.proj", "txt_mlp.0"), (r"ff_context\.net\.2", "txt_mlp.2"), (r"ff\.net\.0\.proj", "img_mlp.0"), (r"ff\.net\.2", "img_mlp.2"),
    (r"attn\.norm_added_q.weight", "txt_attn.norm.query_norm.scale"), (r"attn\.norm_added_k.weight", "txt_attn.norm.key_norm.scale"), (r"attn\.norm_q.weight", "img_attn.norm.query_norm.scale"), (r"attn\.norm_k.weight", "img_attn.norm.key_norm.scale")]

def flux(w):
    w, out = dict(w), {}
    for i in range(sum(k.endswith("attn.add_q_proj.weight") for k in w)):
        b = f"transformer_blocks.{i}.attn."
        for s, parts in (("img", ("to_q", "to_k", "to_v")), ("txt", ("add_q_proj", "add_k_proj", "add_v_proj"))): out |= {f"double_blocks.{i}.{s}_attn.qkv{k}": v for k, v in joined(w, [b + p for p in parts]).items()}
    for i in range(sum(k.startswith("single_") and k.endswith("attn.to_q.weight") for k in w)):
        b = f"single_transformer_blocks.{i}."; out |= {f"single_blocks.{i}.linear1{k}": v for k, v in joined(w, [b + "attn.to_q", b + "attn.to_k", b + "attn.to_v", b + "proj_mlp"]).items()}
    for k, v in w.items(): out[exchange(k, FLUX)] = swapped(v) if k.startswith("norm_out") else v
    return out

SD3 = [("^pos_embed.pos_embed", "pos_embed"), ("^pos_embed.proj", "x_embedder.proj"), (r"^time_text_embed\.timestep_embedder", "t_embedder.mlp"), (r"^time_text_embed\.text_embedder", "y_embedder.mlp"), ("linear_1", "0"), ("linear_2", "2"), ("^norm_out.linear", "final_layer.adaLN_modulation.1"), ("^proj_out", "final_layer.linear"),
    ("^transformer_blocks", "joint_blocks"), (r"norm1_context\.linear", "context_block.adaLN_modulation.1"), (r"norm1\.linear", "x_block.adaLN_modulation.1"), (r"attn\.to_add_out", "context_block.attn.proj"), (r"(attn2?)\.to_out\.0", r"x_block.\1.proj"), (r"ff_context\.net\.0\.proj", "context_block.mlp.fc1"), (r"ff_context\.net\.2", "context_block.mlp.fc2"),
    (r"ff\.net\.0\.proj", "x_block.mlp.fc1"), (r"ff\.net\.2", "x_block.mlp.fc2"), (r"attn\.norm_added_([qk])", r"context_block.attn.ln_\1"), (r"(attn2?)\.norm_([qk])", r"x_block.\1.ln_\2")]

def sd3(w, layers):
    w, out, qkv = dict(w), {}, ("to_q", "to_k", "to_v")
    for i in range(layers):
        b = f"transformer_blocks.{i}."
        for name, parts in (("x_block.attn", [b + "attn." + p for p in qkv]), ("x_block.attn2", [b + "attn2." + p for p in qkv]), ("context_block.attn", [f"{b}attn.add_{p}_proj" for p in "qkv"])):
            out |= {f"joint_blocks.{i}.{name}.qkv{k}": v for k, v in joined(w, parts).items()}
    for k, v in w.items(): out[exchange(k, SD3)] = swapped(v) if k.startswith(("norm_out", f"transformer_blocks.{layers - 1}.norm1_context")) else v
    return out

VAE = [(r"(down|up)_blocks", r"\1"), (r"mid_block\.resnets\.0", "mid.block_1"), (r"mid_block\.resnets\.1", "mid.block_2"), (r"mid_block\.attentions\.0", "mid.attn_1"), ("resnets", "block"), ("conv_shortcut", "nin_shortcut"), (r"(down|up)samplers\.0", r"\1sample"), ("conv_norm_out", "norm_out"), ("group_norm", "norm"), (r"to_([qkv])\.", r"\1."), (r"to_out\.0", "proj_out")]

def vae(w, levels):
    w = {re.sub(r"up_blocks\.(\d)", lambda m: f"up_blocks.{levels - 1 - int(m[1])}", k): v for k, v in w.items()}
    return {exchange(k, VAE): v[:, :, None, None] if "attentions" in k and v.ndim == 2 else v for k, v in w.items()}

def under(prefix, w): return {prefix + k: v for k, v in w.items()}
def same(a, b): assert a.keys() == b.keys() and all(torch.equal(a[k], b[k]) for k in a), a.keys() ^ b.keys()
def read(folder): return load_file(next(f for f in folder.glob("*.safetensors") if f.name != "io.safetensors"))

def write(d, parts, codec):
    own = read(d / "vae"); original = under(codec, vae(own, 2)); same(convert_ldm_vae_checkpoint(original, dict(down_block_types=[0] * 2, up_block_types=[0] * 2)), own)
    w = original | {k: v for p, e in parts.items() for k, v in under(p, e).items()}; w |= {"text_encoders.clip_l.logit_scale": torch.tensor(4.6055)}
    save_file({k: v.contiguous() for k, v in w.items()}, d / "checkpoint.safetensors")

def record_flux(r):
    torch.manual_seed(r.s + 31)
    t = sparse(rounded(shake(FluxTransformer2DModel(patch_size=1, in_channels=64, num_layers=1, num_single_layers=1, attention_head_dim=128, num_attention_heads=1, joint_attention_dim=32, pooled_projection_dim=4, guidance_embeds=True), r.s + 32), torch.bfloat16))
    p = FluxPipeline(transformer=t, scheduler=FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, shift=3.0), vae=r.vae(0.3611, 0.1159), text_encoder=r.clip_l(False, 4, heads=1), tokenizer=r.clip, text_encoder_2=r.t5_encoder(), tokenizer_2=r.t5)
    d = r.keep("pipe-flux1", p, dict(prompt=WORDS[0], guidance=3.5, width=32, height=48, steps=3, seeds=[r.s + 41], plain=True), max_sequence_length=64); compact(d)
    write(d, {"model.diffusion_model.": flux(read(d / "transformer")), "text_encoders.clip_l.transformer.": read(d / "text_encoder"), "text_encoders.t5xxl.transformer.": read(d / "text_encoder_2")}, "vae.")

def record_sd35(r):
    torch.manual_seed(r.s + 11); layers = 2
    t = sparse(rounded(shake(SD3Transformer2DModel(sample_size=128, patch_size=2, in_channels=16, num_layers=layers, attention_head_dim=64, num_attention_heads=1, caption_projection_dim=64, joint_attention_dim=32, pooled_projection_dim=12, out_channels=16, pos_embed_max_size=8, qk_norm="rms_norm", dual_attention_layers=(0,)), r.s + 12), torch.float16))
    one, two = r.clip_l(True, 4, heads=1), r.clip_l(True, 8, heads=1, act="gelu"); one.text_projection.weight.copy_(torch.eye(4)); second = CLIPTokenizer.from_pretrained(r.clip.name_or_path, pad_token="!")
    p = StableDiffusion3Pipeline(transformer=t, scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=r.vae(1.5305, 0.0609), text_encoder=one, tokenizer=r.clip, text_encoder_2=two, tokenizer_2=second, text_encoder_3=r.t5_encoder(), tokenizer_3=r.t5)
    d = r.keep("pipe-sd35", p, dict(prompt=WORDS[0], negativePrompt="blurry", guidance=5.0, width=32, height=32, steps=3, seeds=[r.s + 21]), max_sequence_length=64); compact(d)
    own, clip_l, t5 = read(d / "transformer"), read(d / "text_encoder"), read(d / "text_encoder_3"); original = sd3(own, layers); same(convert_sd3_transformer_checkpoint_to_diffusers(under("model.diffusion_model.", original)), own)
    same(convert_sd3_t5_checkpoint_to_diffusers(under("text_encoders.t5xxl.transformer.", t5)), t5); del clip_l["text_projection.weight"]        # as diffusers reads such a file, this one is the identity
    write(d, {"model.diffusion_model.": original, "text_encoders.clip_l.transformer.": clip_l, "text_encoders.clip_g.transformer.": read(d / "text_encoder_2"), "text_encoders.t5xxl.transformer.": t5}, "first_stage_model.")

def main():
    p = argparse.ArgumentParser(); p.add_argument("--clip", required=True); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--seed", type=int, default=4); p.add_argument("--flux2-vae", type=pathlib.Path); a = p.parse_args()
    torch.set_grad_enabled(False); r = Whole(a); r.more = 0; record_flux(r); record_sd35(r)
    if a.flux2_vae: save_file({re.sub("^(quant_conv)", r"encoder.\1", re.sub("^(post_quant_conv)", r"decoder.\1", k)): v.contiguous() for k, v in vae(read(a.flux2_vae), 2).items()}, a.out / "flux2-vae.safetensors")

if __name__ == "__main__": main()
