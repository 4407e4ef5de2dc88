"""Records what the presets for few steps stand for, on the checkpoints that `make_model_goldens.py` wrote into the same folder: each case names a preset and perhaps
a number of steps, and was drawn by the scheduler, options, timesteps and guidance that the authors of the distilled models draw with.
That of Stable Diffusion 3.5 is of `flow/pipe-sd35` beside that folder, and goes there.
python make_fast_goldens.py --out DIR [--seed 0] [--only NAME ...]"""
import argparse, json, pathlib
import numpy as np, torch
from safetensors.torch import save_file
from diffusers import DDIMScheduler, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, LCMScheduler, FlowMatchEulerDiscreteScheduler, StableDiffusion3Pipeline, StableDiffusionPipeline, StableDiffusionXLPipeline, TCDScheduler

TRAILING = dict(timestep_spacing="trailing"); SIDE = dict(width=32, height=32)
# name -> preset, steps that the request asks for (None: the preset's own), scheduler, its options, arguments of the pipeline
SD = {
    "turbo": ("turbo", None, EulerDiscreteScheduler, TRAILING, dict(num_inference_steps=4)),
    "turbo-1": ("turbo", 1, EulerDiscreteScheduler, TRAILING, dict(num_inference_steps=1)),
    "lightning": ("lightning", None, EulerDiscreteScheduler, TRAILING, dict(num_inference_steps=4)),
    "lightning-1": ("lightning", 1, EulerDiscreteScheduler, dict(prediction_type="sample", **TRAILING), dict(num_inference_steps=1)),
    "hyper": ("hyper", 2, DDIMScheduler, TRAILING, dict(num_inference_steps=2)),
    "hyper-1": ("hyper", 1, LCMScheduler, {}, dict(num_inference_steps=1, timesteps=[800])),
    "dmd2": ("dmd2", None, LCMScheduler, {}, dict(num_inference_steps=4, timesteps=[999, 749, 499, 249])),
    "dmd2-1": ("dmd2", 1, LCMScheduler, {}, dict(num_inference_steps=1, timesteps=[399])),
    "lcm": ("lcm", None, LCMScheduler, {}, dict(num_inference_steps=4)),
    "tcd": ("tcd", None, TCDScheduler, {}, dict(num_inference_steps=4, eta=0.3)),
}
XL = {
    "xl-turbo": ("turbo", 2, EulerAncestralDiscreteScheduler, TRAILING, dict(num_inference_steps=2)),
    "xl-lightning": ("lightning", 2, EulerDiscreteScheduler, TRAILING, dict(num_inference_steps=2)),
    "xl-dmd2": ("dmd2", None, LCMScheduler, {}, dict(num_inference_steps=4, timesteps=[999, 749, 499, 249])),
}

SD3 = {"sd35-turbo": ("turbo", None, FlowMatchEulerDiscreteScheduler, {}, dict(num_inference_steps=4, max_sequence_length=64))}

def record(out, base, pipe, name, case, seed):
    preset, steps, scheduler, options, call = case; pipe.scheduler = scheduler.from_config(pipe.original, **options); latents = []
    image = pipe("a red apple", guidance_scale=1.0, output_type="np", generator=torch.Generator().manual_seed(seed), callback_on_step_end=lambda p, i, t, k: (latents.append(k["latents"].clone()), k)[1], **SIDE, **call).images
    d = (out / base).parent / f"pipe-fast-{name}"; d.mkdir(exist_ok=True); save_file(dict(latents=torch.stack(latents), image=torch.from_numpy(np.asarray(image)).contiguous()), d / "expected.safetensors")
    say = dict(base=f"../{pathlib.Path(base).name}", preset=preset, prompt="a red apple", negativePrompt="", seeds=[seed], **SIDE, **({} if steps is None else dict(steps=steps)))
    (d / "case.json").write_text(json.dumps(say, indent=1) + "\n"); print(name, pipe.scheduler.timesteps.tolist())

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--seed", type=int, default=0); p.add_argument("--only", nargs="*"); a = p.parse_args(); torch.set_grad_enabled(False)
    for base, kind, cases, more in (("pipe-sd-pndm", StableDiffusionPipeline, SD, dict(safety_checker=None)), ("pipe-sdxl", StableDiffusionXLPipeline, XL, dict(add_watermarker=False)), ("../flow/pipe-sd35", StableDiffusion3Pipeline, SD3, {})):
        cases = {k: v for k, v in enumerate(cases.items()) if not a.only or v[0] in a.only}
        if not cases: continue
        pipe = kind.from_pretrained(a.out / base, **more).to(torch.float32); pipe.original = dict(pipe.scheduler.config); pipe.set_progress_bar_config(disable=True)
        for k, (name, case) in cases.items(): record(a.out, base, pipe, name, case, a.seed * 1000 + 90 + k)

if __name__ == "__main__": main()
