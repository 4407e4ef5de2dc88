"""Records more pipelines on the checkpoints that `make_model_goldens.py` wrote into the same folder.  Each folder gets `expected.safetensors` and
`case.json`, which says all that the replay needs to know: checkpoint, parts, prompts, seeds, sizes.  Prompts use only the words whose embeddings the
checkpoints kept: "a red apple", "blurry", "a sea turtle, watercolor", "a photo of ME, 3 cats & Émile's naïve café!".
"""
import argparse, json, pathlib
import numpy as np, torch
from safetensors.torch import save_file
from diffusers import (AutoencoderKL, ControlNetModel, DDIMScheduler, DDPMScheduler, EulerDiscreteScheduler, LCMScheduler, LatentConsistencyModelPipeline, StableDiffusionControlNetImg2ImgPipeline, StableDiffusionInpaintPipeline,
    StableDiffusionPipeline, StableDiffusionXLImg2ImgPipeline, StableDiffusionXLPipeline, UNet2DConditionModel)
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer
from make_model_goldens import COND, link, shake, store

SD = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
NONE = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
SIDE = dict(width=32, height=32)
def gen(k): return torch.Generator().manual_seed(k)

class Recorder:
    def __init__(self, out, seed):
        self.out, self.S = out, seed * 1000
        self.tok = CLIPTokenizer.from_pretrained(out / "pipe-sd-pndm" / "tokenizer")
        self.picture = torch.rand(1, 3, 32, 32, generator=gen(self.S + 61)); self.edges = torch.rand(1, 3, 32, 32, generator=gen(self.S + 62)); self.mask = torch.zeros(1, 1, 32, 32); self.mask[..., 8:20, 12:] = 1
        self.ddim = DDIMScheduler(clip_sample=False, set_alpha_to_one=False, steps_offset=1, **SD); self.euler = EulerDiscreteScheduler(timestep_spacing="leading", steps_offset=1, **SD)

    def parts(self, **other):
        o = self.out
        return {**dict(vae=AutoencoderKL.from_pretrained(o / "vae-sd"), text_encoder=CLIPTextModel.from_pretrained(o / "clip-sd15"), tokenizer=self.tok, unet=UNet2DConditionModel.from_pretrained(o / "unet-sd15"), scheduler=self.ddim), **other}

    def keep(self, name, pipe, case, **call):
        pipe.set_progress_bar_config(disable=True); steps = []; c = {**dict(prompt="a red apple", negativePrompt="blurry", guidance=5.0), **case}
        say = {} if "prompt_embeds" in call else dict(prompt=c["prompt"], negative_prompt=c["negativePrompt"])
        if isinstance(pipe, LatentConsistencyModelPipeline): say.pop("negative_prompt")
        seeds = c["seeds"]
        image = pipe(output_type="np", num_inference_steps=c["steps"], guidance_scale=c["guidance"], num_images_per_prompt=len(seeds), generator=[gen(s) for s in seeds] if len(seeds) > 1 else gen(seeds[0]),
            callback_on_step_end=lambda p, i, t, k: (steps.append(k["latents"].clone()), k)[1], **say, **call).images
        d = self.out / name; d.mkdir(exist_ok=True)
        more = {k: v for k, v in dict(input=self.picture if c.get("image") else None, mask=self.mask if c.get("mask") else None, control=self.edges if c.get("control") else None).items() if v is not None}
        save_file(dict(latents=torch.stack(steps), image=torch.from_numpy(np.asarray(image)).contiguous(), **more), d / "expected.safetensors")
        (d / "case.json").write_text(json.dumps(c, indent=1) + "\n"); print(name, flush=True)

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--seed", type=int, default=0); p.add_argument("--only", nargs="*"); a = p.parse_args()
    torch.set_grad_enabled(False); r = Recorder(a.out, a.seed); o, S = a.out, r.S
    base = dict(base="../pipe-sd-pndm", parts=dict(scheduler="../pipe-sd-ddim/scheduler"))
    want = lambda name: not a.only or name in a.only
    if want("pipe-no-guidance"):
        r.keep("pipe-no-guidance", StableDiffusionPipeline(**r.parts(), **NONE), {**base, **SIDE, "guidance": 1.0, "steps": 3, "seeds": [71], "prompt": "a sea turtle, watercolor", "negativePrompt": ""}, **SIDE)
    if want("pipe-several"):
        r.keep("pipe-several", StableDiffusionPipeline(**r.parts(), **NONE), {**base, "width": 48, "height": 32, "steps": 3, "seeds": [72, 73, 74]}, width=48, height=32)
    if want("pipe-controlnet-img2img"):
        control = ControlNetModel.from_pretrained(o / "controlnet")
        r.keep("pipe-controlnet-img2img", StableDiffusionControlNetImg2ImgPipeline(**r.parts(), controlnet=control, **NONE), {**base, "parts": {**base["parts"], "controlnet": "../controlnet"}, **SIDE, "steps": 5, "seeds": [75], "image": True, "strength": 0.6, "control": True, "controlScale": 0.9},
            image=r.picture, control_image=r.edges, strength=0.6, controlnet_conditioning_scale=0.9, **SIDE)
    if want("pipe-inpaint-partly"):
        r.keep("pipe-inpaint-partly", StableDiffusionInpaintPipeline(**r.parts(unet=UNet2DConditionModel.from_pretrained(o / "unet-inpaint"), scheduler=r.euler), **NONE), {**base, "parts": dict(scheduler="../pipe-sdxl/scheduler", unet="../unet-inpaint"), **SIDE, "steps": 5, "seeds": [76], "image": True, "mask": True, "strength": 0.6},
            image=r.picture, mask_image=r.mask, strength=0.6, **SIDE)
    if want("pipe-lcm"):
        d = o / "pipe-lcm"; (d / "scheduler").mkdir(parents=True, exist_ok=True); lcm = LCMScheduler(original_inference_steps=50, steps_offset=1, clip_sample=False, set_alpha_to_one=True, **SD); lcm.save_pretrained(d / "scheduler")
        pipe = LatentConsistencyModelPipeline(**r.parts(unet=UNet2DConditionModel.from_pretrained(o / "unet-lcm"), scheduler=lcm), **NONE)
        r.keep("pipe-lcm", pipe, {"base": "../pipe-sd-pndm", "parts": dict(unet="../unet-lcm"), **SIDE, "guidance": 8.5, "steps": 4, "seeds": [77]}, **SIDE)
    if want("pipe-embedding"):
        # A textual inversion of two vectors; the reference wants one word for each.
        g = gen(S + 63); vectors = torch.randn(2, 32, generator=g) * 0.5; d = o / "pipe-embedding"; d.mkdir(exist_ok=True); save_file({"<cat-toy>": vectors}, d / "learned.safetensors")
        pipe = StableDiffusionPipeline(**r.parts(tokenizer=CLIPTokenizer.from_pretrained(o / "pipe-sd-pndm" / "tokenizer")), **NONE); pipe.load_textual_inversion({"<cat-toy>": vectors}, token="<cat-toy>")
        r.keep("pipe-embedding", pipe, {**base, "embeddings": ["learned.safetensors"], **SIDE, "steps": 3, "seeds": [78], "prompt": "a red <cat-toy>, watercolor"}, **SIDE)
    if want("pipe-sdxl-img2img"):
        x = o / "pipe-sdxl"; pipe = StableDiffusionXLImg2ImgPipeline(vae=AutoencoderKL.from_pretrained(x / "vae"), text_encoder=CLIPTextModel.from_pretrained(x / "text_encoder"), text_encoder_2=CLIPTextModelWithProjection.from_pretrained(x / "text_encoder_2"), tokenizer=r.tok, tokenizer_2=r.tok, unet=UNet2DConditionModel.from_pretrained(x / "unet"), scheduler=r.euler, add_watermarker=False)
        r.keep("pipe-sdxl-img2img", pipe, {"base": "../pipe-sdxl", **SIDE, "steps": 5, "seeds": [79], "image": True, "strength": 0.6}, image=r.picture, strength=0.6)
    if want("pipe-sdxl-refiner"):
        torch.manual_seed(S + 64); d = o / "pipe-sdxl-refiner"; te2 = CLIPTextModelWithProjection.from_pretrained(o / "clip-sdxl2")
        unet = shake(UNet2DConditionModel(sample_size=8, block_out_channels=(4, 8), norm_num_groups=4, layers_per_block=1, down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=2, cross_attention_dim=32, use_linear_projection=True,
            addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=5 * 8 + 24), S + 64).half().float()
        pipe = StableDiffusionXLImg2ImgPipeline(vae=AutoencoderKL.from_pretrained(o / "vae-sd"), text_encoder=None, text_encoder_2=te2, tokenizer=None, tokenizer_2=r.tok, unet=unet, scheduler=r.euler, requires_aesthetics_score=True, force_zeros_for_empty_prompt=False, add_watermarker=False)
        pipe.save_pretrained(d); link(o, "vae-sd", d / "vae"); link(o, "clip-sdxl2", d / "text_encoder_2"); store(unet, d / "unet", torch.float16)
        for f in ("vocab.json", "merges.txt"): (d / "tokenizer_2" / f).unlink(); (d / "tokenizer_2" / f).symlink_to(pathlib.Path("..", "..", "pipe-sd-pndm", "tokenizer", f))
        r.keep("pipe-sdxl-refiner", pipe, {"base": ".", **SIDE, "steps": 5, "seeds": [80], "image": True, "strength": 0.6}, image=r.picture, strength=0.6)
    if want("pipe-sdxl-handover"):
        # The base denoises down to a share of the timesteps, the refiner goes on from its latents; in a file of its own name, as it takes two checkpoints to replay.
        d = o / "pipe-sdxl-handover"; d.mkdir(exist_ok=True); c = dict(base="../pipe-sdxl", refiner="../pipe-sdxl-refiner", prompt="a red apple", negativePrompt="blurry", guidance=5.0, steps=8, end=0.6, seed=S + 81, **SIDE); steps = []
        say = dict(prompt=c["prompt"], negative_prompt=c["negativePrompt"], guidance_scale=c["guidance"], num_inference_steps=c["steps"])
        first, second = StableDiffusionXLPipeline.from_pretrained(o / "pipe-sdxl"), StableDiffusionXLImg2ImgPipeline.from_pretrained(o / "pipe-sdxl-refiner"); [p.set_progress_bar_config(disable=True) for p in (first, second)]
        handed = first(**say, **SIDE, denoising_end=c["end"], output_type="latent", generator=gen(c["seed"])).images
        image = second(**say, image=handed, denoising_start=c["end"], output_type="np", callback_on_step_end=lambda p, i, t, k: (steps.append(k["latents"].clone()), k)[1]).images
        save_file(dict(handed=handed.contiguous(), latents=torch.stack(steps), image=torch.from_numpy(np.asarray(image)).contiguous()), d / "handover.safetensors")
        (d / "case.json").write_text(json.dumps(c, indent=1) + "\n"); print("pipe-sdxl-handover", handed.shape, len(steps))

if __name__ == "__main__": main()
