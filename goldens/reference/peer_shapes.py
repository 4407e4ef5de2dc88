"""What bench_peers.py measures: shapes of networks and of whole pictures, with random weights."""
import collections, json, pathlib, shutil, subprocess, sys

REFERENCE = pathlib.Path(__file__).resolve().parent
ROOT = REFERENCE.parents[1]
DEFAULT = ROOT / "models/src/main/resources/dev/demist/models/emoji"

# kind; rows; side of the latents; tokens, and their width; further conditions by width; gigabytes of weights in float32; calls in a round;
# of a picture its steps and its decoder
Shape = collections.namedtuple("Shape", "kind rows side tokens width more gigabytes calls steps codec", defaults=(0, 0, {}, 0.1, 1, 0, ""))
SHAPES = {
    "default": Shape("denoiser", 2, 16, 16, 192, {}, 0.1, 12),
    "sd15": Shape("denoiser", 2, 64, 77, 768, {}, 3.5),
    "sdxl": Shape("denoiser", 2, 64, 77, 2048, dict(text_embeds=1280, time_ids=6), 10.3),
    "klein": Shape("denoiser", 1, 32, 512, 7680, {}, 15.5),
    "decode": Shape("decoder", 1, 64, gigabytes=0.4),
    "text": Shape("text", 1, 0, 77, gigabytes=0.5, calls=6)}
for model, gigabytes in ("sd-turbo", 5.2), ("sdxl-turbo", 14):
    for steps in 1, 4:
        for codec in "tiny", "full":
            SHAPES[f"{model}-{steps}-{codec}"] = Shape("picture", 1, 64, gigabytes=gigabytes, steps=steps, codec=codec)
PICTURES = [name for name, shape in SHAPES.items() if shape.kind == "picture"]
UNET = dict(
    sd15=dict(sample_size=64, cross_attention_dim=768, attention_head_dim=8),
    sdxl=dict(sample_size=128, cross_attention_dim=2048, block_out_channels=(320, 640, 1280), attention_head_dim=(5, 10, 20),
              down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
              up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"), transformer_layers_per_block=(1, 2, 10),
              use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816))
SD_VAE = dict(block_out_channels=(128, 256, 512, 512), down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
              layers_per_block=2, latent_channels=4, sample_size=512)
CLIP_L = dict(hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12, projection_dim=768,
              bos_token_id=49406, eos_token_id=49407)


def written(name, work):
    """The folder of a shape's network or model, which is written at the first time."""
    if name == "default":
        return DEFAULT / "unet"
    if SHAPES[name].kind == "picture":
        return turbo(name.rsplit("-", 2)[0], SHAPES[name].codec, work)
    folder = work / name
    if not (folder / "config.json").exists():
        if name == "klein":
            subprocess.check_call([sys.executable, REFERENCE / "make_large_checkpoint.py", "--out", work / "large"])
            (work / "large/transformer").rename(folder)
        else:
            network(name).half().save_pretrained(folder)
    return folder


def network(name):
    import torch
    from diffusers import AutoencoderKL, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel
    torch.manual_seed(0)
    if name == "decode":
        return AutoencoderKL(**SD_VAE)
    return CLIPTextModel(CLIPTextConfig(**CLIP_L)) if name == "text" else UNet2DConditionModel(**UNET[name])


def turbo(model, codec, work):
    """A model in few steps.  With the ordinary decoder it shares all other parts with the one of the tiny decoder."""
    tiny, full = work / "turbo" / model, work / "turbo-full" / model
    if not (tiny / "model_index.json").exists():
        subprocess.check_call([sys.executable, REFERENCE / "write_turbo_checkpoints.py", "--out", tiny.parent, "--only", model,
                               "--tokenizer", ROOT / "goldens/models/pipe-sd-pndm/tokenizer"])
    if codec == "full" and not (full / "model_index.json").exists():
        import torch
        from diffusers import AutoencoderKL
        shutil.copytree(tiny, full, copy_function=lambda file, copy: pathlib.Path(copy).symlink_to(file), ignore=lambda *_: ["vae", "model_index.json"])
        torch.manual_seed(0)
        AutoencoderKL(scaling_factor=0.18215 if model == "sd-turbo" else 0.13025, **SD_VAE).half().save_pretrained(full / "vae")
        index = json.loads((tiny / "model_index.json").read_text())
        (full / "model_index.json").write_text(json.dumps(dict(index, vae=["diffusers", "AutoencoderKL"])))
    return full if codec == "full" else tiny


def example(name, dtype, users, device, work):
    """The network's module with plain tensors in and out, and its inputs."""
    import torch, diffusers, transformers
    shape = SHAPES[name]; rows = shape.rows * users; folder = written(name, work)
    if shape.kind == "text":
        net = transformers.CLIPTextModel.from_pretrained(folder, torch_dtype=dtype)
        call, inputs = lambda net, ids: net(ids)[0], [torch.zeros(rows, shape.tokens, dtype=torch.long)]
    elif shape.kind == "decoder":
        net = diffusers.AutoencoderKL.from_pretrained(folder, torch_dtype=dtype)
        call, inputs = lambda net, z: net.decode(z, return_dict=False)[0], [torch.randn(rows, 4, shape.side, shape.side)]
    elif name == "klein":
        net = diffusers.Flux2Transformer2DModel.from_pretrained(folder, torch_dtype=dtype)
        side, pixels, words = shape.side, torch.zeros(1, shape.side ** 2, 4), torch.zeros(1, shape.tokens, 4)
        pixels[0, :, 1:3] = torch.stack(torch.meshgrid(torch.arange(side), torch.arange(side), indexing="ij"), -1).reshape(-1, 2)
        words[0, :, 3] = torch.arange(shape.tokens)
        pixels, words = pixels.to(device), words.to(device)
        inputs = [torch.randn(rows, side * side, 128), torch.full((rows,), 0.5), torch.randn(rows, shape.tokens, shape.width)]
        call = lambda net, x, t, h: net(hidden_states=x, timestep=t, encoder_hidden_states=h, img_ids=pixels, txt_ids=words, return_dict=False)[0]
    else:
        net = diffusers.UNet2DConditionModel.from_pretrained(folder, torch_dtype=dtype)
        call = lambda net, x, t, h, *more: net(x, t, h, added_cond_kwargs=dict(zip(shape.more, more)), return_dict=False)[0]
        inputs = [torch.randn(rows, 4, shape.side, shape.side), torch.tensor([500]), torch.randn(rows, shape.tokens, shape.width)]
        inputs += [torch.randn(rows, width) for width in shape.more.values()]

    class Plain(torch.nn.Module):
        def __init__(self):
            super().__init__(); self.net = net.to(device).eval()

        def forward(self, *inputs):
            return call(self.net, *inputs)
    return Plain(), [(x.to(dtype) if x.is_floating_point() and x.dim() > 1 else x).to(device) for x in inputs]
