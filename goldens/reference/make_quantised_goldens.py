"""Records quantised weights and what they stand for, with the implementations of others: GGUF by the PyPI package `gguf` (llama.cpp's), eight bits by torch.

`quantised/blocks.gguf` has a tensor of each type (k-quants of random blocks, as `gguf` cannot make them), `quantised/eight.safetensors` scaled fp8 and int8_convrot,
`quantised/values.safetensors` their values in float32; `quantised/unet-gguf` is the network of `models/unet-sd15` with weights in GGUF, and what diffusers computes with them, `quantised/pipe-z-image-gguf` the
pipeline of `flow/pipe-z-image` with transformer and text encoder in GGUF, the latter under llama.cpp's names; `quantised/names.json` has these names.
python make_quantised_goldens.py --out DIR [--seed 0]   (DIR holds `models` and `flow`, as make_model_goldens.py and make_flow_goldens.py write them)"""
import argparse, json, pathlib, shutil
import gguf, numpy as np, torch
from gguf import GGMLQuantizationType as Q
from safetensors.torch import load_file, save_file
from diffusers import UNet2DConditionModel, ZImagePipeline
from transformers import AutoModel, T5Config, T5EncoderModel

def finite_blocks(rng, kind, rows, row):
    """Random blocks whose scales are small numbers: float16 of random bits would be infinite at times."""
    size, length = gguf.GGML_QUANT_SIZES[kind]; blocks = rng.integers(0, 256, (rows, row // size, length), dtype=np.uint8)
    scale = lambda: rng.uniform(1e-3, 1e-2, (rows, row // size, 1)).astype(np.float16).view(np.uint8)
    for at in {Q.Q6_K: (208,)}.get(kind, (0, 2)): blocks[:, :, at:at + 2] = scale()
    return blocks.reshape(rows, -1)

def blocks(out, seed):
    rng = np.random.default_rng(seed); writer = gguf.GGUFWriter(str(out / "blocks.gguf"), "golden"); expected = {}
    for kind in (Q.F32, Q.F16, Q.BF16, Q.Q8_0, Q.Q4_0, Q.Q4_1, Q.Q5_0, Q.Q5_1, Q.Q4_K, Q.Q5_K, Q.Q6_K):
        data = finite_blocks(rng, kind, 3, 512) if kind.name.endswith("_K") else gguf.quantize(rng.normal(0, 0.05, (3, 512)).astype(np.float32), kind)
        writer.add_tensor(f"{kind.name}.weight", data, raw_dtype=kind); expected[f"{kind.name}.weight"] = torch.from_numpy(np.ascontiguousarray(gguf.dequantize(data, kind).astype(np.float32)))
    folded = gguf.quantize(rng.normal(0, 0.05, (9, 256)).astype(np.float32), Q.Q8_0)   # a convolution [16, 16, 3, 3], folded to rows of 256
    writer.add_array("comfy.gguf.orig_shape.conv.weight", [16, 16, 3, 3]); writer.add_tensor("conv.weight", folded, raw_dtype=Q.Q8_0); expected["conv.weight"] = torch.from_numpy(gguf.dequantize(folded, Q.Q8_0)).reshape(16, 16, 3, 3)
    writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close(); return expected

def hadamard(size):
    h4 = np.array([[1, 1, 1, -1], [1, 1, -1, 1], [1, -1, 1, 1], [-1, 1, 1, 1]]) / 2; h = np.ones((1, 1))
    while len(h) < size: h = np.kron(h, h4)
    return h

def eight(out, seed):
    g = torch.Generator().manual_seed(seed); file, expected = {}, {}; note = lambda **it: torch.tensor(list(json.dumps(it).encode()), dtype=torch.uint8)
    for name, dtype, scale in (("fp8", torch.float8_e4m3fn, "scale_weight"), ("fp8_new", torch.float8_e4m3fn, "weight_scale"), ("fp8_e5m2", torch.float8_e5m2, "weight_scale")):
        w = torch.randn(24, 40, generator=g) * 0.05; s = w.abs().max() / (448 if dtype == torch.float8_e4m3fn else 57344); file[f"{name}.weight"] = (w / s).to(dtype); file[f"{name}.{scale}"] = s.reshape(()); expected[f"{name}.weight"] = file[f"{name}.weight"].float() * s
    file["fp8_new.comfy_quant"] = note(format="float8_e4m3fn")
    for name, group in (("convrot256", 256), ("convrot64", 64), ("int8", None)):
        w = torch.randn(12, 512, generator=g).double() * 0.05; r = np.kron(np.eye(512 // group), hadamard(group)) if group else np.eye(512); turned = w.numpy() @ r
        s = np.abs(turned).max(1, keepdims=True) / 127; q = np.clip(np.round(turned / s), -127, 127); s = s.astype(np.float32)
        file[f"{name}.weight"] = torch.from_numpy(q.astype(np.int8)); file[f"{name}.weight_scale"] = torch.from_numpy(s); expected[f"{name}.weight"] = torch.from_numpy(((q * s.astype(np.float64)) @ r).astype(np.float32))
        file[f"{name}.comfy_quant"] = note(format="int8_tensorwise", **(dict(convrot=True, convrot_groupsize=group) if group else {}))
    save_file(file, str(out / "eight.safetensors")); return expected

def unet(models, seed):
    source, d = models / "unet-sd15", models.parent / "quantised" / "unet-gguf"; d.mkdir(exist_ok=True); shutil.copy(source / "config.json", d); net = UNet2DConditionModel.from_pretrained(source).float().eval()
    writer = gguf.GGUFWriter(str(d / "diffusion_pytorch_model.gguf"), "sd1"); state = {}; kinds = {}
    for name, w in net.state_dict().items():
        folds = w.ndim == 4 and w.numel() % 256 == 0   # as converters of convolutions do, whose own rows are 1 or 3 long
        kind = Q.Q4_0 if folds else (Q.Q8_0, Q.Q5_1, Q.Q5_0)[len(state) % 3] if w.ndim == 2 and w.shape[1] % 32 == 0 else Q.F32; kinds[kind.name] = kinds.get(kind.name, 0) + 1
        if folds: writer.add_array(f"comfy.gguf.orig_shape.{name}", list(w.shape))
        data = gguf.quantize(w.reshape(-1, 256).numpy() if folds else w.numpy(), kind); writer.add_tensor(name, data, raw_dtype=kind); state[name] = torch.from_numpy(gguf.dequantize(data, kind).reshape(w.shape).astype(np.float32))
    writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close(); net.load_state_dict(state)
    inputs = {k: v for k, v in load_file(source / "io.safetensors").items() if not k.startswith(("output", "expected"))}; print(kinds, {k: tuple(v.shape) for k, v in inputs.items()})
    return net, inputs, d

def write(network, folder, file, architecture, names):
    """A network's weights as GGUF; it gets the values that these stand for."""
    folder.mkdir(parents=True, exist_ok=True); writer = gguf.GGUFWriter(str(folder / file), architecture); state = {}
    for name, w in network.state_dict().items():
        kind = (Q.Q8_0, Q.Q4_0, Q.Q5_1)[len(state) % 3] if w.ndim == 2 and w.shape[1] % 32 == 0 else Q.F16 if w.ndim == 2 else Q.F32
        data = gguf.quantize(w.float().numpy(), kind); writer.add_tensor(names(name), data, raw_dtype=kind); state[name] = torch.from_numpy(np.ascontiguousarray(gguf.dequantize(data, kind).reshape(w.shape).astype(np.float32)))
    writer.write_header_to_file(); writer.write_kv_data_to_file(); writer.write_tensors_to_file(); writer.close(); network.load_state_dict(state)

def llama(kind, layers):
    table = gguf.get_tensor_name_map(kind, layers)
    return lambda name: table.get_name(name if name.startswith(("model.", "encoder.", "shared.")) else "model." + name, try_suffixes=(".weight", ".bias"))

def z_image(flow, out):
    d = out / "pipe-z-image-gguf"; source = flow / "pipe-z-image"; pipe = ZImagePipeline.from_pretrained(source, torch_dtype=torch.float32); pipe.set_progress_bar_config(disable=True)
    write(pipe.transformer, d / "transformer", "z-image-mixed.gguf", "lumina2", lambda name: name); write(pipe.text_encoder, d / "text_encoder", "Qwen3-mixed.gguf", "qwen3", llama(gguf.MODEL_ARCH.QWEN3, pipe.text_encoder.config.num_hidden_layers))
    for part in ("transformer", "text_encoder"): shutil.copy(source / part / "config.json", d / part)
    case = json.loads((source / "case.json").read_text()); latents = []
    image = pipe(case["prompt"], guidance_scale=case["guidance"], width=case["width"], height=case["height"], num_inference_steps=case["steps"], generator=torch.Generator().manual_seed(case["seeds"][0]), max_sequence_length=64, output_type="np", callback_on_step_end=lambda p, i, t, k: (latents.append(k["latents"].clone()), k)[1]).images
    save_file(dict(latents=torch.stack(latents), image=torch.from_numpy(np.asarray(image)).contiguous()), str(d / "expected.safetensors")); (d / "case.json").write_text(json.dumps({**case, "base": "../pipe-z-image", "parts": {"transformer": "transformer", "text_encoder": "text_encoder"}}, indent=1) + "\n")

def names(flow, out):
    """What llama.cpp calls the weights of text encoders that transformers call otherwise."""
    t5 = T5EncoderModel(T5Config(num_layers=2, d_model=8, d_kv=4, d_ff=8, num_heads=2, vocab_size=8, feed_forward_proj="gated-gelu")).state_dict(); qwen = AutoModel.from_pretrained(flow / "pipe-z-image" / "text_encoder").state_dict(); table = {}
    for architecture, kind, keys in (("t5encoder", gguf.MODEL_ARCH.T5ENCODER, t5), ("qwen3", gguf.MODEL_ARCH.QWEN3, ["model." + k for k in qwen])):
        table[architecture] = {llama(kind, 8)(key): key for key in keys if key != "encoder.embed_tokens.weight"}
    (out / "names.json").write_text(json.dumps(table, indent=1) + "\n")

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--seed", type=int, default=0); a = p.parse_args(); torch.set_grad_enabled(False)
    out = a.out / "quantised"; out.mkdir(parents=True, exist_ok=True); save_file({**blocks(out, a.seed), **eight(out, a.seed)}, str(out / "values.safetensors"))
    z_image(a.out / "flow", out); names(a.out / "flow", out); net, inputs, d = unet(a.out / "models", a.seed)
    save_file({**inputs, "output": net(inputs["sample"], inputs["timestep"], inputs["encoder_hidden_states"]).sample}, str(d / "io.safetensors"))

if __name__ == "__main__": main()
