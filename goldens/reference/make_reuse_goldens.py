"""Pipelines of diffusers whose U-Net takes its deep features over from step to step (DeepCache, arXiv:2312.00858).

Written from the paper, its shallowest branch: a full pass remembers the state before the last layer of the last up block; a shallow one computes
conv_in, that layer and the head. The step of a call decides which it is; the first call is always a full one. Reads the checkpoints of
make_model_goldens.py, writes `pipe-reuse-*` beside them."""
import argparse, json, pathlib
import numpy as np, torch
from diffusers import (AutoencoderKL, ControlNetModel, DDIMScheduler, DDPMPipeline, DDPMScheduler, EulerDiscreteScheduler, HeunDiscreteScheduler, StableDiffusionControlNetPipeline,
    StableDiffusionImg2ImgPipeline, StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel, UNet2DModel)
from diffusers.models.unets.unet_2d import UNet2DOutput
from safetensors.torch import save_file
from transformers import CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

class Reuse:
    """The forward function of a U-Net within one run; `first` is the number of its first call, `order` the calls of a step."""
    def __init__(self, unet, every, first=0, order=1):
        self.unet, self.every, self.call, self.order, self.deep, self.whole = unet, every, first, order, None, unet.forward
        block = unet.up_blocks[-1]
        self.resnet, self.attention = block.resnets[-1], block.attentions[-1] if hasattr(block, "attentions") else None
        self.resnet.register_forward_pre_hook(self.remember); unet.forward = self; self.shallow = False; self.kinds = ""
    def remember(self, module, inputs):
        if not self.shallow: self.deep = inputs[0][:, :-self.unet.config.block_out_channels[0]].clone()
    def __call__(self, sample, timestep, encoder_hidden_states=None, **kw):
        full = self.deep is None or self.call // self.order % self.every == 0
        self.call += 1; self.kinds += "F" if full else "S"
        if full: return self.whole(sample, timestep, encoder_hidden_states, **kw) if encoder_hidden_states is not None else self.whole(sample, timestep, **kw)
        self.shallow = True
        out = self.last(sample, timestep, encoder_hidden_states, **kw)
        self.shallow = False
        return (out,) if kw.get("return_dict") is False else UNet2DOutput(sample=out)
    def last(self, sample, timestep, text, added_cond_kwargs=None, down_block_additional_residuals=None, **_):
        u = self.unet
        times = torch.as_tensor(timestep).expand(sample.shape[0])
        emb = u.time_embedding(u.time_proj(times))
        if text is not None:
            extra = u.get_aug_embed(emb=emb, encoder_hidden_states=text, added_cond_kwargs=added_cond_kwargs)
            emb = emb if extra is None else emb + extra
        skip = u.conv_in(sample)
        if down_block_additional_residuals is not None: skip = skip + down_block_additional_residuals[0]
        x = self.resnet(torch.cat([self.deep, skip], dim=1), emb)
        if self.attention is not None: x = self.attention(x, encoder_hidden_states=text, return_dict=False)[0]
        return u.conv_out(u.conv_act(u.conv_norm_out(x)))

def main():
    p = argparse.ArgumentParser(); p.add_argument("--models", required=True); a = p.parse_args()
    torch.set_grad_enabled(False)
    m = pathlib.Path(a.models); gen = lambda k: torch.Generator().manual_seed(k)
    no = dict(safety_checker=None, feature_extractor=None, requires_safety_checker=False)
    sd = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear")
    ddim, heun = DDIMScheduler.from_pretrained(m / "pipe-sd-ddim" / "scheduler"), HeunDiscreteScheduler(**sd)
    tok, vae, text = CLIPTokenizer.from_pretrained(m / "pipe-sd-pndm" / "tokenizer"), AutoencoderKL.from_pretrained(m / "vae-sd"), CLIPTextModel.from_pretrained(m / "clip-sd15")
    picture = torch.rand(1, 3, 64, 64, generator=gen(61))
    def parts(scheduler): return dict(vae=vae, text_encoder=text, tokenizer=tok, unet=UNet2DConditionModel.from_pretrained(m / "unet-sd15"), scheduler=scheduler, **no)
    def keep(name, pipe, case, order=1, first=0, **kw):
        pipe.set_progress_bar_config(disable=True); steps = []; reuse = Reuse(pipe.unet, case["reuse"], first, order)
        seen = {} if isinstance(pipe, DDPMPipeline) else dict(callback_on_step_end=lambda p_, i, t, k: (steps.append(k["latents"].clone()), k)[1])
        image = pipe(num_inference_steps=case["steps"], generator=gen(case["seeds"][0]), output_type="np", **seen, **kw).images
        d = m / name; d.mkdir(exist_ok=True); (d / "case.json").write_text(json.dumps(case) + "\n")
        out = dict(image=torch.from_numpy(np.asarray(image)).contiguous())
        if steps: out["latents"] = torch.stack(steps)
        if "image" in kw: out["input"] = picture
        save_file(out, d / "expected.safetensors"); print(name, reuse.kinds)
    c = dict(prompt="a red apple", negative_prompt="blurry", guidance_scale=5.0); size = dict(width=64, height=64)
    of = lambda scheduler: dict(base="../pipe-sd-pndm", parts=dict(scheduler=scheduler))
    keep("pipe-reuse-sd", StableDiffusionPipeline(**parts(ddim)), dict(of("../pipe-sd-ddim/scheduler"), reuse=3, steps=8, seeds=[51], **size), **size, **c)
    (m / "pipe-reuse-heun").mkdir(exist_ok=True); heun.save_pretrained(m / "pipe-reuse-heun" / "scheduler")
    keep("pipe-reuse-heun", StableDiffusionPipeline(**parts(heun)), dict(base="../pipe-sd-pndm", reuse=2, steps=5, seeds=[52], **size), order=2, **size, **c)
    keep("pipe-reuse-img2img", StableDiffusionImg2ImgPipeline(**parts(ddim)), dict(of("../pipe-sd-ddim/scheduler"), image=True, strength=0.6, reuse=3, steps=10, seeds=[53], **size), first=4, image=picture, strength=0.6, **c)
    control = dict(of("../pipe-sd-ddim/scheduler"), control=True, controlScale=0.7, reuse=2, steps=6, seeds=[54], **size); control["parts"]["controlnet"] = "../controlnet"
    keep("pipe-reuse-controlnet", StableDiffusionControlNetPipeline(**parts(ddim), controlnet=ControlNetModel.from_pretrained(m / "controlnet")), control, image=picture, controlnet_conditioning_scale=0.7, **size, **c)
    xl = m / "pipe-sdxl"
    pipe = StableDiffusionXLPipeline(vae=vae, text_encoder=text, text_encoder_2=CLIPTextModelWithProjection.from_pretrained(xl / "text_encoder_2").float(), tokenizer=tok, tokenizer_2=tok,
        unet=UNet2DConditionModel.from_pretrained(xl / "unet").float(), scheduler=EulerDiscreteScheduler.from_pretrained(xl / "scheduler"), add_watermarker=False)
    keep("pipe-reuse-sdxl", pipe, dict(base="../pipe-sdxl", reuse=2, steps=6, seeds=[55], **size), **size, **c)
    ddpm = m / "pipe-ddpm"
    keep("pipe-reuse-ddpm", DDPMPipeline(unet=UNet2DModel.from_pretrained(ddpm / "unet", use_safetensors=False).float(), scheduler=DDPMScheduler.from_pretrained(ddpm / "scheduler")),
        dict(base="../pipe-ddpm", prompt="", negativePrompt="", reuse=4, steps=20, seeds=[56]))

if __name__ == "__main__": main()
