"""Records tiny random checkpoints of the flow-matching transformer families and what diffusers makes of them.

python make_flow_goldens.py --clip DIR_OF_A_CLIP_TOKENIZER --out DIR [--seed 0] [--only NAME ...]
Families: SD3 and SD3.5, FLUX.1 dev and schnell, FLUX.2 klein, Z-Image.  Each `pipe-*` folder is a genuine `save_pretrained` folder with
`case.json` (what was asked) and `expected.safetensors` (`latents`: after every step; `image`: [B, H, W, 3] in 0..1; `input`: the start picture
where there is one; `reference.N`: pictures to edit, [H, W, 3] in 0..1); each `transformer`, `text_encoder*` and `vae` folder in it also has `io.safetensors` (inputs by their names in diffusers'
forward, outputs `out`, `out.N`), computed in float32 from the weights as stored.  Needs torch, diffusers, transformers, tokenizers (PyPI)."""
import argparse, json, os, pathlib, inspect
import numpy as np, torch
from PIL import Image
from safetensors import safe_open
from safetensors.torch import save_file
import diffusers
from diffusers import AutoencoderKL, AutoencoderKLFlux2, FlowMatchEulerDiscreteScheduler, Flux2KleinPipeline, Flux2Transformer2DModel, FluxImg2ImgPipeline, FluxPipeline, FluxTransformer2DModel, SD3Transformer2DModel, StableDiffusion3Img2ImgPipeline, StableDiffusion3Pipeline, ZImagePipeline, ZImageTransformer2DModel
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer, Qwen2TokenizerFast, Qwen3Config, Qwen3ForCausalLM, Qwen3Model, T5Config, T5EncoderModel, T5TokenizerFast

WORDS = ["a red apple on a table", "blurry, low quality", "a sea turtle, watercolor", "a photo of ME, 3 cats & Émile's naïve café!", "日本の浮世絵, 猫", "two foxes running through the snow at dawn; 35mm, f/1.8 (bokeh)"]
def gen(k): return torch.Generator().manual_seed(k)

def shake(m, seed, scale=0.05):
    """Norms and biases that are not 1 and 0, and no layer that is all zeros."""
    g = gen(seed)
    with torch.no_grad():
        for p in m.parameters(): p.copy_(torch.nan_to_num(p)); p.add_(torch.randn(p.shape, generator=g) * (0.1 if p.ndim == 1 else scale))
    return m.eval()

def rounded(m, dtype):
    """Its weights as a file of half precision holds them.  Not `m.to(dtype)`: the frequencies of rotary embeddings are no weights, and stay as they are."""
    with torch.no_grad():
        for p in m.parameters(): p.copy_(p.to(dtype).to(torch.float32))
    return m

def t5_tokenizer():
    t = Tokenizer(models.Unigram()); t.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]); t.pre_tokenizer = pre_tokenizers.Metaspace(); t.decoder = decoders.Metaspace()
    t.train_from_iterator(WORDS * 20, trainers.UnigramTrainer(vocab_size=200, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>")); t.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", t.token_to_id("</s>"))])
    return T5TokenizerFast(tokenizer_object=t, eos_token="</s>", unk_token="<unk>", pad_token="<pad>", extra_ids=0, model_max_length=64)

CHAT = "{% for m in messages %}{{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% if enable_thinking is defined and enable_thinking is false %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}{% endif %}"
def qwen_tokenizer():
    t = Tokenizer(models.BPE()); t.normalizer = normalizers.NFC()
    t.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Split(Regex(r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]); t.decoder = decoders.ByteLevel(); t.post_processor = processors.ByteLevel(trim_offsets=False)
    t.train_from_iterator(WORDS * 20, trainers.BpeTrainer(vocab_size=420, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"]))
    q = Qwen2TokenizerFast(tokenizer_object=t, eos_token="<|im_end|>", pad_token="<|endoftext|>", model_max_length=4096); q.add_tokens(["<think>", "</think>"]); q.chat_template = CHAT
    return q

def io(model, folder, **inputs):
    """The network alone: its inputs by name, its outputs in order."""
    out = model(**inputs, return_dict=False)
    flat = {}
    def put(name, v):
        if torch.is_tensor(v): flat[name] = v.detach().float().clone().contiguous() if v.is_floating_point() else v.clone()
        elif isinstance(v, (list, tuple)): [put(f"{name}.{i}", x) for i, x in enumerate(v)]
    for k, v in inputs.items(): put(k, v if not isinstance(v, (int, float)) or isinstance(v, bool) else torch.tensor(v))
    outs = out if isinstance(out, (list, tuple)) else (out,)
    for i, v in enumerate(outs): put("out" if i == 0 else f"out.{i}", v)
    save_file(flat, folder / "io.safetensors")

class Recorder:
    def __init__(self, a):
        self.out, self.s, self.more, self.clip = a.out, a.seed * 1000, a.seed % 3, CLIPTokenizer.from_pretrained(a.clip); self.picture = torch.rand(1, 3, 32, 32, generator=gen(self.s + 9)); self.t5, self.qwen = t5_tokenizer(), qwen_tokenizer()
        self.references = [torch.rand(h, w, 3, generator=gen(self.s + 10 + k)).numpy() for k, (h, w) in enumerate(((64, 96), (80, 64)))]

    def clip_l(self, projection, width, heads=2, act="quick_gelu"):
        torch.manual_seed(self.s + width)
        c = CLIPTextConfig(vocab_size=49408, hidden_size=width, intermediate_size=2 * width, num_hidden_layers=3 + self.more, num_attention_heads=heads, projection_dim=width, hidden_act=act, bos_token_id=49406, eos_token_id=49407)
        m = rounded(shake((CLIPTextModelWithProjection if projection else CLIPTextModel)(c), self.s + width), torch.float16)
        with torch.no_grad():       # rows of words that no prompt here uses are zero, so that the file compresses
            w = m.text_model.embeddings.token_embedding.weight; keep = torch.zeros(len(w), 1); keep[torch.tensor(sorted({i for t in WORDS + ["", "blurry"] for i in self.clip(t)["input_ids"]}))] = 1; w.mul_(keep)
        return m

    def t5_encoder(self, width=32):
        torch.manual_seed(self.s + 3)
        return rounded(shake(T5EncoderModel(T5Config(vocab_size=len(self.t5), d_model=width, d_kv=8, d_ff=48, num_layers=2 + self.more, num_heads=4, feed_forward_proj="gated-gelu", relative_attention_num_buckets=16, relative_attention_max_distance=32, tie_word_embeddings=False)), self.s + 3, 0.2), torch.bfloat16)

    def qwen3(self, causal, layers, width=16):
        c = Qwen3Config(vocab_size=len(self.qwen), hidden_size=width, intermediate_size=24, num_hidden_layers=layers, num_attention_heads=4, num_key_value_heads=2, head_dim=8, max_position_embeddings=1024, tie_word_embeddings=True, rope_theta=1000000.0)
        return rounded(shake((Qwen3ForCausalLM if causal else Qwen3Model)(c), self.s + 4), torch.bfloat16)

    def vae(self, channels=16):
        return rounded(shake(AutoencoderKL(sample_size=32, block_out_channels=(8, 16), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, layers_per_block=1, latent_channels=channels, norm_num_groups=4, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.1159, scaling_factor=0.3611), self.s + 5, 0.02), torch.float32)

    def keep(self, name, pipe, case, save=True, **call):
        pipe.set_progress_bar_config(disable=True); steps, d = [], self.out / name; seeds = case["seeds"]
        takes = inspect.signature(pipe.__call__).parameters
        say = dict(prompt=case["prompt"], num_inference_steps=case["steps"], width=case["width"], height=case["height"], guidance_scale=case["guidance"])
        if "negative_prompt" in takes and case.get("negativePrompt") is not None and not case.get("plain"): say["negative_prompt"] = case["negativePrompt"]
        if case.get("image"): say |= dict(image=self.picture, strength=case["strength"])
        if case.get("references"): say |= dict(image=[Image.fromarray((q * 255).round().astype("uint8")) for q in self.references])
        if save: pipe.save_pretrained(d)
        d.mkdir(parents=True, exist_ok=True)
        image = pipe(output_type="np", num_images_per_prompt=len(seeds), generator=[gen(k) for k in seeds] if len(seeds) > 1 else gen(seeds[0]), callback_on_step_end=lambda p, i, t, k: (steps.append(k["latents"].clone()), k)[1], **say, **call).images
        more = dict(input=self.picture) if case.get("image") else {f"reference.{k}": torch.from_numpy((q * 255).round() / 255).float() for k, q in enumerate(self.references)} if case.get("references") else {}
        save_file(dict(latents=torch.stack(steps).contiguous(), image=torch.from_numpy(np.asarray(image)).contiguous(), **more), d / "expected.safetensors")
        (d / "case.json").write_text(json.dumps(case, indent=1) + "\n"); print(name, tuple(steps[0].shape), np.asarray(image).std(), flush=True); return d

def ids(tok, text, n): return tok(text, padding="max_length", max_length=n, truncation=True, return_tensors="pt")

def lora(r, name, pipe, case, picks, seed, **call):
    """A LoRA of the transformer in the layout that diffusers and PEFT write, applied with weight 0.75; the pipeline is left without it."""
    g, weights = gen(seed), {}
    for n, m in pipe.transformer.named_modules():
        if isinstance(m, torch.nn.Linear) and n.endswith(picks): weights |= {f"transformer.{n}.lora_A.weight": torch.randn(4, m.in_features, generator=g) * 0.2, f"transformer.{n}.lora_B.weight": torch.randn(m.out_features, 4, generator=g) * 0.2}
    d = r.out / name; d.mkdir(parents=True, exist_ok=True); save_file(weights, d / "lora.safetensors"); pipe.load_lora_weights(d, weight_name="lora.safetensors", adapter_name="x"); pipe.set_adapters(["x"], [0.75])
    r.keep(name, pipe, {**case, "loras": [{"name": "lora", "weight": 0.75}]}, save=False, **call); pipe.unload_lora_weights()

def sd3(r, name, v35):
    torch.manual_seed(r.s + 11)
    more = dict(qk_norm="rms_norm", dual_attention_layers=(0,)) if v35 else {}
    t = rounded(shake(SD3Transformer2DModel(sample_size=16, patch_size=2, in_channels=16, num_layers=2 + r.more, attention_head_dim=8, num_attention_heads=4, caption_projection_dim=32, joint_attention_dim=32, pooled_projection_dim=12, out_channels=16, pos_embed_max_size=24, **more), r.s + 12), torch.float16)
    p = StableDiffusion3Pipeline(transformer=t, scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=r.vae(), text_encoder=r.clip_l(True, 4), tokenizer=r.clip, text_encoder_2=r.clip_l(True, 8, act="gelu"), tokenizer_2=r.clip, text_encoder_3=r.t5_encoder(), tokenizer_3=r.t5)
    c = dict(prompt=WORDS[0], negativePrompt="blurry", guidance=5.0, width=32, height=32, steps=5, seeds=[r.s + 21])
    d = r.keep(name, p, c, max_sequence_length=64)
    io(t, d / "transformer", hidden_states=torch.randn(2, 16, 12, 20, generator=gen(r.s + 1)), encoder_hidden_states=torch.randn(2, 77 + 16, 32, generator=gen(r.s + 2)), pooled_projections=torch.randn(2, 12, generator=gen(r.s + 3)), timestep=torch.tensor([700.0, 3.5]))
    i = ids(r.t5, WORDS[3], 64); io(p.text_encoder_3, d / "text_encoder_3", input_ids=i.input_ids); io(p.text_encoder_2, d / "text_encoder_2", input_ids=ids(r.clip, WORDS[3], 77).input_ids, output_hidden_states=True)
    compact(d)
    if v35: linked(d, r.out / "pipe-sd3")
    if not v35:
        r.keep(name + "-img2img", StableDiffusion3Img2ImgPipeline(**{k: v for k, v in p.components.items()}), {**c, "base": "../" + name, "image": True, "strength": 0.6, "steps": 10, "seeds": [r.s + 22]}, save=False, max_sequence_length=64)
        none = StableDiffusion3Pipeline(**{**p.components, "text_encoder_3": None, "tokenizer_3": None})
        r.keep(name + "-no-t5", none, {**c, "base": "../" + name, "parts": {"text_encoder_3": None, "tokenizer_3": None}, "width": 48, "seeds": [r.s + 23, r.s + 24]}, save=False)

def flux(r, name, dev):
    torch.manual_seed(r.s + 31)
    t = rounded(shake(FluxTransformer2DModel(patch_size=1, in_channels=64, num_layers=1 + r.more, num_single_layers=2, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=32, pooled_projection_dim=4, guidance_embeds=dev, axes_dims_rope=(4, 6, 6)), r.s + 32), torch.bfloat16)
    s = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15, base_image_seq_len=256, max_image_seq_len=4096, shift=3.0) if dev else FlowMatchEulerDiscreteScheduler(shift=1.0, base_shift=0.5, max_shift=1.15, base_image_seq_len=256, max_image_seq_len=4096)
    p = FluxPipeline(transformer=t, scheduler=s, vae=r.vae(), text_encoder=r.clip_l(False, 4), tokenizer=r.clip, text_encoder_2=r.t5_encoder(), tokenizer_2=r.t5)
    c = dict(prompt=WORDS[0], guidance=3.5 if dev else 0.0, width=32, height=48, steps=4, seeds=[r.s + 41], plain=True)
    d = r.keep(name, p, c, max_sequence_length=64)
    g = dict(guidance=torch.tensor([3.5, 2.0])) if dev else {}
    io(t, d / "transformer", hidden_states=torch.randn(2, 24, 64, generator=gen(r.s + 1)), encoder_hidden_states=torch.randn(2, 10, 32, generator=gen(r.s + 2)), pooled_projections=torch.randn(2, 4, generator=gen(r.s + 3)), timestep=torch.tensor([0.7, 0.0035]), img_ids=FluxPipeline._prepare_latent_image_ids(1, 4, 6, "cpu", torch.float32), txt_ids=torch.zeros(10, 3), **g)
    compact(d)
    if not dev: linked(d, r.out / "pipe-flux-dev")
    if dev:
        r.keep(name + "-img2img", FluxImg2ImgPipeline(**{k: v for k, v in p.components.items() if k in ("scheduler", "vae", "text_encoder", "tokenizer", "text_encoder_2", "tokenizer_2", "transformer")}), {**c, "base": "../" + name, "height": 32, "image": True, "strength": 0.6, "steps": 8, "seeds": [r.s + 42]}, save=False, max_sequence_length=64)
        r.keep(name + "-true-cfg", p, {**c, "plain": False, "negativePrompt": "blurry", "base": "../" + name, "trueGuidance": 4.0, "seeds": [r.s + 43]}, save=False, max_sequence_length=64, true_cfg_scale=4.0)
        lora(r, name + "-lora", p, {**c, "base": "../" + name, "seeds": [r.s + 44]}, ("to_q", "to_v", "to_out.0", "proj_mlp", "ff.net.2"), r.s + 33, max_sequence_length=64)

def compact(folder):
    """Weights in the half precision that they were rounded to; the tokenizer of CLIP, which the goldens have once, as links."""
    for f in folder.glob("*/*.safetensors"):
        with safe_open(f, "pt") as file: w, meta = {k: file.get_tensor(k) for k in file.keys()}, file.metadata()
        for half in (torch.float16, torch.bfloat16):
            if f.name != "io.safetensors" and all(v.dtype == torch.float32 and torch.equal(v.to(half).to(v.dtype), v) for v in w.values()): save_file({k: v.to(half) for k, v in w.items()}, f, meta); break
    for f in list(folder.glob("tokenizer*/vocab.json")) + list(folder.glob("tokenizer*/merges.txt")):
        own = pathlib.Path(__file__).resolve().parent.parent / "models/pipe-sd-pndm/tokenizer" / f.name
        if own.read_text().split() == f.read_text().split(): f.unlink(); f.symlink_to(os.path.relpath(own, f.resolve().parent))

def linked(folder, first):
    """What `folder` and `first` have in common stands in `first`, with links to it."""
    for f in folder.rglob("*"):
        other = first / f.relative_to(folder)
        if f.is_file() and f.suffix == ".safetensors" and other.is_file() and f.read_bytes() == other.read_bytes(): f.unlink(); f.symlink_to(os.path.relpath(other, f.parent))

def klein(r, name):
    torch.manual_seed(r.s + 51)
    t = rounded(shake(Flux2Transformer2DModel(patch_size=1, in_channels=32, num_layers=1 + r.more, num_single_layers=2, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=48, timestep_guidance_channels=32, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False), r.s + 52), torch.bfloat16)
    v = AutoencoderKLFlux2(sample_size=32, block_out_channels=(8, 16), down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, layers_per_block=1, latent_channels=8, norm_num_groups=4); v = shake(v, r.s + 53, 0.02)
    with torch.no_grad(): v.bn.running_mean.copy_(torch.randn(v.bn.running_mean.shape, generator=gen(r.s + 54)) * 0.1); v.bn.running_var.copy_(torch.rand(v.bn.running_var.shape, generator=gen(r.s + 55)) + 0.5)
    q = r.qwen3(True, 28)
    s = FlowMatchEulerDiscreteScheduler(use_dynamic_shifting=True, base_shift=0.5, max_shift=1.15, base_image_seq_len=256, max_image_seq_len=4096, shift=3.0)
    for suffix, distilled, c in (("", True, dict(prompt=WORDS[0], guidance=1.0, width=32, height=48, steps=4, seeds=[r.s + 61], plain=True)), ("-base", False, dict(prompt=WORDS[2], negativePrompt="", guidance=4.0, width=32, height=32, steps=6, seeds=[r.s + 62]))):
        p = Flux2KleinPipeline(transformer=t, scheduler=s, vae=v, text_encoder=q, tokenizer=r.qwen, is_distilled=distilled)
        d = r.keep(name + suffix, p, c, max_sequence_length=64)
        if not distilled: linked(d, r.out / name)
        if distilled: lora(r, name + "-lora", p, {**c, "base": "../" + name, "seeds": [r.s + 63]}, ("to_q", "to_v", "to_out.0", "to_qkv_mlp_proj", "to_out"), r.s + 56, max_sequence_length=64)
    r.keep(name + "-edit", p, dict(prompt=WORDS[1], negativePrompt="", guidance=4.0, width=64, height=48, steps=4, seeds=[r.s + 64], references=2, base="../" + name + "-base"), save=False, max_sequence_length=64)
    i = r.qwen(r.qwen.apply_chat_template([{"role": "user", "content": WORDS[3]}], tokenize=False, add_generation_prompt=True, enable_thinking=False), padding="max_length", max_length=64, return_tensors="pt")
    io(q.model, r.out / name / "text_encoder", input_ids=i.input_ids, attention_mask=i.attention_mask, output_hidden_states=True, use_cache=False)
    z = torch.randn(1, 8, 16, 12, generator=gen(r.s + 6)); save_file(dict(z=z, out=v.decode(z, return_dict=False)[0].contiguous()), r.out / name / "vae" / "io.safetensors")

def z_image(r, name):
    torch.manual_seed(r.s + 71)
    t = rounded(shake(ZImageTransformer2DModel(all_patch_size=(2,), all_f_patch_size=(1,), in_channels=16, dim=32, n_layers=2 + r.more, n_refiner_layers=1, n_heads=2, n_kv_heads=2, norm_eps=1e-5, qk_norm=True, cap_feat_dim=16, rope_theta=256.0, t_scale=1000.0, axes_dims=[8, 4, 4], axes_lens=[512, 64, 64]), r.s + 72), torch.bfloat16)
    with torch.no_grad():       # most of the 1024 numbers between time and its embedding are zero, so that the file compresses
        first, last = t.t_embedder.mlp[0], t.t_embedder.mlp[2]; first.weight[64:] = 0; first.bias[64:] = 0; last.weight[:, 64:] = 0
    p = ZImagePipeline(transformer=t, scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=r.vae(), text_encoder=r.qwen3(False, 4 + r.more), tokenizer=r.qwen)
    d = r.keep(name, p, dict(prompt=WORDS[0], guidance=0.0, width=32, height=48, steps=4, seeds=[r.s + 81], plain=True), max_sequence_length=64)
    r.keep(name + "-guided", p, dict(prompt=WORDS[2], negativePrompt="blurry", guidance=4.0, width=48, height=32, steps=5, seeds=[r.s + 82, r.s + 83], base="../" + name), save=False, max_sequence_length=64)
    lora(r, name + "-lora", p, dict(prompt=WORDS[0], guidance=0.0, width=32, height=48, steps=4, seeds=[r.s + 84], plain=True, base="../" + name), ("to_q", "to_v", "to_out.0", "w1", "w2"), r.s + 73, max_sequence_length=64)
    save_file({k: v.contiguous() for k, v in dict(x=torch.randn(16, 1, 8, 6, generator=gen(r.s + 1)), timestep=torch.tensor([0.3]), cap_feats=torch.randn(9, 16, generator=gen(r.s + 2))).items()} | {"out": t([torch.randn(16, 1, 8, 6, generator=gen(r.s + 1))], torch.tensor([0.3]), [torch.randn(9, 16, generator=gen(r.s + 2))], return_dict=False)[0][0].contiguous()}, d / "transformer" / "io.safetensors")

ALL = {"pipe-sd3": lambda r: sd3(r, "pipe-sd3", False), "pipe-sd35": lambda r: sd3(r, "pipe-sd35", True), "pipe-flux-dev": lambda r: flux(r, "pipe-flux-dev", True), "pipe-flux-schnell": lambda r: flux(r, "pipe-flux-schnell", False), "pipe-flux2-klein": lambda r: klein(r, "pipe-flux2-klein"), "pipe-z-image": lambda r: z_image(r, "pipe-z-image")}

def main():
    p = argparse.ArgumentParser(); p.add_argument("--clip", required=True); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--seed", type=int, default=0); p.add_argument("--only", nargs="*"); a = p.parse_args()
    torch.set_grad_enabled(False); r = Recorder(a)
    for name, make in ALL.items():
        if not a.only or name in a.only: make(r)

if __name__ == "__main__": main()
