"""Writes more members of the families of `make_model_goldens.py`: every setting of a configuration that published checkpoints vary and that the
engine takes, on networks of a few kilobytes.  Each folder is a `save_pretrained` folder beside `io*.safetensors` (inputs and expected outputs), so
the test that replays the others replays these as well.  `--only NAME...` makes some of them, `--list` shows the names.
"""
import argparse, pathlib
import torch
from safetensors.torch import save_file
from diffusers import AutoencoderKL, AutoencoderTiny, ControlNetModel, UNet2DConditionModel, UNet2DModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection
from make_model_goldens import rnd, shake, store

C, D, A, R = "CrossAttn%sBlock2D", "%sBlock2D", "Attn%sBlock2D", "Resnet%ssampleBlock2D"
def blocks(*kinds): return dict(down_block_types=tuple(k % "Down" for k in kinds), up_block_types=tuple(k % "Up" for k in reversed(kinds)))

# Without text. `labels` is what the class embedding is given.
PLAIN = {
  "no-attention": dict(blocks(D, D), block_out_channels=(4, 8), add_attention=False, layers_per_block=3, act_fn="mish"),
  "one-block": dict(down_block_types=("DownBlock2D",), up_block_types=("UpBlock2D",), block_out_channels=(8,), layers_per_block=1, in_channels=1, out_channels=2, act_fn="gelu", attention_head_dim=4),
  "no-middle": dict(blocks(D, A), block_out_channels=(4, 8), mid_block_type=None, layers_per_block=1, attention_head_dim=None),
  "resnet-resampling": dict(blocks(A, A, D), block_out_channels=(8, 8, 16), downsample_type="resnet", upsample_type="resnet", layers_per_block=1, attention_head_dim=4, freq_shift=1, flip_sin_to_cos=False),
  "four-blocks": dict(blocks(D, A, R, D), block_out_channels=(8, 8, 16, 24), layers_per_block=2, attention_head_dim=2, act_fn="relu", norm_eps=1e-6, center_input_sample=True, sample_size=(32, 16)),
  "class-timestep": dict(blocks(D, D), block_out_channels=(4, 8), class_embed_type="timestep", layers_per_block=1, labels=torch.tensor([3., 70.])),
  "class-identity": dict(blocks(D, D), block_out_channels=(4, 8), class_embed_type="identity", layers_per_block=1, labels=rnd(2, 16, seed=77)),
  "learned-time": dict(blocks(D, A), block_out_channels=(4, 8), time_embedding_type="learned", num_train_timesteps=1000, layers_per_block=1),
  "scale-shift": dict(blocks(R, A), block_out_channels=(16, 16), resnet_time_scale_shift="scale_shift", mid_block_scale_factor=2, layers_per_block=1, attention_head_dim=8),
  "fourier": dict(down_block_types=("SkipDownBlock2D", "AttnSkipDownBlock2D"), up_block_types=("AttnSkipUpBlock2D", "SkipUpBlock2D"), block_out_channels=(32, 64), norm_num_groups=None, time_embedding_type="fourier", layers_per_block=1, attention_head_dim=16),
  "attention-groups": dict(blocks(D, A), block_out_channels=(4, 8), attn_norm_num_groups=8, layers_per_block=1, attention_head_dim=8),
}

# With text; `more` are further inputs.
TEXT = {
  "layers-each": dict(blocks(C, C, D), block_out_channels=(4, 8, 8), layers_per_block=[1, 2, 3], transformer_layers_per_block=[2, 1, 1], attention_head_dim=[2, 4, 1], act_fn="gelu"),
  "context-each": dict(blocks(C, C), block_out_channels=(4, 8), cross_attention_dim=[12, 12], layers_per_block=1, attention_head_dim=2, use_linear_projection=True, norm_eps=1e-6),
  "no-middle": dict(blocks(C, C), block_out_channels=(4, 8), mid_block_type=None, layers_per_block=1, attention_head_dim=2),
  "plain-middle": dict(blocks(D, C), block_out_channels=(4, 8), mid_block_type="UNetMidBlock2D", layers_per_block=2, attention_head_dim=2),
  "uneven-up": dict(blocks(D, C), block_out_channels=(4, 8), layers_per_block=2, transformer_layers_per_block=[1, [2, 1]], reverse_transformer_layers_per_block=[[2, 1, 2], 1], attention_head_dim=2, use_linear_projection=True),
  "only-text": dict(blocks(D, C, C), block_out_channels=(4, 8, 8), only_cross_attention=[True, True, False], layers_per_block=1, attention_head_dim=4, in_channels=7, num_class_embeds=50, more=dict(class_labels=torch.tensor([3, 49]))),
  "class-timestep": dict(blocks(C, D), block_out_channels=(4, 8), class_embed_type="timestep", layers_per_block=1, attention_head_dim=2, more=dict(class_labels=torch.tensor([5., 120.]))),
  "class-identity": dict(blocks(C, D), block_out_channels=(4, 8), class_embed_type="identity", layers_per_block=1, attention_head_dim=2, more=dict(class_labels=rnd(2, 16, seed=78))),
  "class-projection": dict(blocks(C, D), block_out_channels=(4, 8), class_embed_type="projection", projection_class_embeddings_input_dim=10, layers_per_block=1, attention_head_dim=2, more=dict(class_labels=rnd(2, 10, seed=79))),
  "class-simple": dict(blocks(C, D), block_out_channels=(4, 8), class_embed_type="simple_projection", projection_class_embeddings_input_dim=10, layers_per_block=1, attention_head_dim=2, more=dict(class_labels=rnd(2, 10, seed=80))),
  "scale-shift": dict(blocks(C, D), block_out_channels=(4, 8), resnet_time_scale_shift="scale_shift", mid_block_scale_factor=1.5, time_embedding_dim=20, layers_per_block=1, attention_head_dim=2, center_input_sample=True, freq_shift=1, flip_sin_to_cos=False),
  "kernels": dict(blocks(C, D), block_out_channels=(4, 8), conv_in_kernel=5, conv_out_kernel=1, in_channels=8, out_channels=8, downsample_padding=0, layers_per_block=1, attention_head_dim=2),
  "resnet-blocks": dict(blocks(R, C), block_out_channels=(4, 8), layers_per_block=1, attention_head_dim=2, upcast_attention=True, sample_size=(24, 16)),
  "four-blocks": dict(blocks(C, C, C, D), block_out_channels=(8, 8, 16, 16), layers_per_block=3, attention_head_dim=2, act_fn="mish", dropout=0.1),
  "text-time": dict(blocks(D, C), block_out_channels=(4, 8), layers_per_block=1, attention_head_dim=[2, 4], addition_embed_type="text_time", addition_time_embed_dim=6, projection_class_embeddings_input_dim=5 * 6 + 10, more=dict(text_embeds=rnd(2, 10, seed=81), time_ids=torch.tensor([[64., 48, 0, 8, 6], [96., 64, 16, 0, 2.5]]))),
}

KL = {
  "no-attention": dict(mid_block_add_attention=False, block_out_channels=(4, 8), layers_per_block=1),
  "one-block": dict(block_out_channels=(8,), layers_per_block=3, latent_channels=2, in_channels=1, out_channels=1, act_fn="mish", use_quant_conv=False),
  "four-blocks": dict(block_out_channels=(8, 8, 16, 24), layers_per_block=1, norm_num_groups=8, scaling_factor=0.13, shift_factor=-0.2, use_post_quant_conv=False, force_upcast=False),
}

TINY = {
  "wide": dict(encoder_block_out_channels=(16,) * 3, decoder_block_out_channels=(8,) * 3, num_encoder_blocks=(1, 2, 1), num_decoder_blocks=(2, 1, 1), latent_channels=16, scaling_factor=0.5, shift_factor=0.1, act_fn="silu"),
  "channels": dict(encoder_block_out_channels=(8,) * 4, decoder_block_out_channels=(8,) * 4, num_encoder_blocks=(1,) * 4, num_decoder_blocks=(1,) * 4, in_channels=1, out_channels=1, latent_channels=3),
}

CLIP = {
  "legacy-end": (CLIPTextModel, dict(eos_token_id=2, hidden_act="gelu_new")),
  "projected": (CLIPTextModelWithProjection, dict(projection_dim=10, hidden_act="gelu_pytorch_tanh", num_attention_heads=1, layer_norm_eps=1e-6)),
  "one-layer": (CLIPTextModel, dict(num_hidden_layers=1, max_position_embeddings=20, hidden_act="silu")),
}

CONTROL = {
  "gray": dict(conditioning_channels=1, conditioning_embedding_out_channels=(4, 8)),
  "bgr": dict(controlnet_conditioning_channel_order="bgr", conditioning_embedding_out_channels=(4, 8, 8, 8), class_embed_type="timestep", more=dict(class_labels=torch.tensor([4., 9.]))),
  "pooled": dict(global_pool_conditions=True, conditioning_embedding_out_channels=(4, 8, 8), layers_per_block=2),
  "sdxl": dict(conditioning_embedding_out_channels=(4, 8, 8), transformer_layers_per_block=[1, 2], addition_embed_type="text_time", addition_time_embed_dim=6, projection_class_embeddings_input_dim=6 * 6 + 10, use_linear_projection=True, more=dict(text_embeds=rnd(2, 10, seed=82), time_ids=torch.tensor([[64., 48, 0, 8, 64, 48]] * 2))),
}

def plain(cfg, d, s):
    labels = cfg.pop("labels", None)
    m = made(UNet2DModel, {**dict(norm_num_groups=4, sample_size=16), **cfg}, d, s); c = m.config.in_channels
    t = torch.tensor([0.4, 9.5]) if m.config.time_embedding_type == "fourier" else torch.tensor([2, 903])
    for name, rows, h, w in (("io", 2, 16, 16), ("io-wide", 1, 16, 32)):
        x = rnd(rows, c, h, w, seed=s + h + w); more = {} if labels is None else dict(class_labels=labels[:rows])
        save_file(dict(sample=x, timestep=t[:rows], **more, output=m(x, t[:rows], **more).sample.contiguous()), d / (name + ".safetensors"))

def text(cfg, d, s):
    more = cfg.pop("more", {})
    m = made(UNet2DConditionModel, {**dict(norm_num_groups=4, sample_size=16, cross_attention_dim=12), **cfg}, d, s)
    t = torch.tensor([999, 20])
    for name, rows, h, w, tokens in (("io", 2, 16, 16, 7), ("io-odd", 1, 9, 22, 77)):
        x, states = rnd(rows, m.config.in_channels, h, w, seed=s + h + w), rnd(rows, tokens, 12, seed=s + 1)
        given = {k: v[:rows] for k, v in more.items()}
        save_file(dict(sample=x, timestep=t[:rows], encoder_hidden_states=states, **given, output=m(x, t[:rows], states, **keywords(given)).sample.contiguous()), d / (name + ".safetensors"))

def keywords(given):
    added = {k: v for k, v in given.items() if k in ("text_embeds", "time_ids")}
    return {**{k: v for k, v in given.items() if k not in added}, **(dict(added_cond_kwargs=added) if added else {})}

def kl(cfg, d, s):
    n = len(cfg["block_out_channels"])
    m = made(AutoencoderKL, {**dict(norm_num_groups=4, sample_size=32, latent_channels=4, down_block_types=("DownEncoderBlock2D",) * n, up_block_types=("UpDecoderBlock2D",) * n), **cfg}, d, s)
    x, z = rnd(2, m.config.in_channels, 32, 40, seed=s).tanh(), rnd(2, m.config.latent_channels, 5, 7, seed=s + 1); q = m.encode(x).latent_dist
    save_file(dict(image=x, mean=q.mean.contiguous(), logvar=q.logvar.contiguous(), latent=z, decoded=m.decode(z).sample.contiguous()), d / "io.safetensors")
    if n == 2:
        # Large pictures in tiles: those of the configured size, whose edges are blended into each other.
        m.enable_tiling(); x, z = rnd(1, 3, 56, 72, seed=s + 2).tanh(), rnd(1, 4, 37, 29, seed=s + 3); q = m.encode(x).latent_dist
        save_file(dict(image=x, mean=q.mean.contiguous(), logvar=q.logvar.contiguous(), latent=z, decoded=m.decode(z).sample.contiguous()), d / "tiled.safetensors")

def tiny(cfg, d, s):
    m = made(AutoencoderTiny, cfg, d, s); x, z = rnd(2, m.config.in_channels, 32, 40, seed=s).tanh(), rnd(2, m.config.latent_channels, 5, 7, seed=s + 1)
    save_file(dict(image=x, mean=m.encode(x).latents.contiguous(), latent=z, decoded=m.decode(z).sample.contiguous()), d / "io.safetensors")

def clip(what, d, s):
    cls, cfg = what; torch.manual_seed(s)
    c = CLIPTextConfig(**{**dict(vocab_size=120, hidden_size=16, intermediate_size=24, num_hidden_layers=3, num_attention_heads=4, max_position_embeddings=77, bos_token_id=118, eos_token_id=119), **cfg})
    m = store(shake(cls(c), s), d, torch.float16); n = c.max_position_embeddings
    ids = torch.randint(0, 118, (2, n), generator=torch.Generator().manual_seed(s)); ids[:, 0] = 118; ids[0, 6:] = 119; ids[1, n - 1] = 119
    r = m(ids, output_hidden_states=True); pooled = r.text_embeds if hasattr(r, "text_embeds") else r.pooler_output
    save_file(dict(input_ids=ids, last_hidden_state=r.last_hidden_state.contiguous(), penultimate=r.hidden_states[-2].contiguous(), pooled=pooled.contiguous()), d / "io.safetensors")

def control(cfg, d, s):
    more = cfg.pop("more", {})
    m = made(ControlNetModel, {**dict(down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), block_out_channels=(4, 8), norm_num_groups=4, layers_per_block=1, cross_attention_dim=12, attention_head_dim=2), **cfg}, d, s)
    f = 2 ** (len(m.config.conditioning_embedding_out_channels) - 1)
    for name, rows, h, w in (("io", 2, 16, 16), ("io-odd", 1, 10, 22)):
        x, t, states, c = rnd(rows, 4, h, w, seed=s), torch.tensor([300, 4])[:rows], rnd(rows, 7, 12, seed=s + 1), rnd(rows, m.config.conditioning_channels, f * h, f * w, seed=s + 2).sigmoid()
        given = {k: v[:rows] for k, v in more.items()}
        down, mid = m(x, t, states, c, conditioning_scale=0.8, return_dict=False, **keywords(given))
        save_file(dict(sample=x, timestep=t, encoder_hidden_states=states, cond=c, **given, mid=mid.contiguous(), **{f"down_{i}": q.contiguous() for i, q in enumerate(down)}), d / (name + ".safetensors"))

def made(cls, cfg, d, s):
    torch.manual_seed(s); return store(shake(cls(**cfg), s), d, torch.float16)

FAMILIES = {"unet2d": (plain, PLAIN), "unet": (text, TEXT), "vae": (kl, KL), "taesd": (tiny, TINY), "clip": (clip, CLIP), "controlnet": (control, CONTROL)}

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", type=pathlib.Path); p.add_argument("--seed", type=int, default=0); p.add_argument("--only", nargs="*"); p.add_argument("--list", action="store_true"); a = p.parse_args()
    torch.set_grad_enabled(False)
    cases = {f"{family}-{name}": (make, cfg) for family, (make, all_of) in FAMILIES.items() for name, cfg in all_of.items()}
    if a.list: return print(*cases, sep="\n")
    for k, (name, (make, cfg)) in enumerate(cases.items()):
        if a.only and name not in a.only: continue
        d = a.out / name; d.mkdir(parents=True, exist_ok=True); make(dict(cfg) if isinstance(cfg, dict) else cfg, d, a.seed * 1000 + 200 + k); print(name, flush=True)

if __name__ == "__main__": main()
