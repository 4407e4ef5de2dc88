"""Writes checkpoints of the shapes of SD-Turbo and SDXL-Turbo with random weights in half precision, to measure pictures in one step: folders `sd-turbo` and `sdxl-turbo`, by
whose names the preset is recognised. Their autoencoder is TAESD, the tiny one, or with --full the ordinary one.
python write_turbo_checkpoints.py --out DIR [--full] [--only sd-turbo]   (2.6 and 7 GB; CLIP's tokenizer is taken from --tokenizer, such as goldens/models/pipe-sd-pndm/tokenizer)"""
import argparse, pathlib, torch
from diffusers import AutoencoderKL, AutoencoderTiny, EulerAncestralDiscreteScheduler, EulerDiscreteScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

BETAS = dict(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", timestep_spacing="trailing", steps_offset=1)
KL = dict(block_out_channels=(128, 256, 512, 512), layers_per_block=2, down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4, sample_size=512)
def text(kind, width, layers, heads, act, **more): return kind(CLIPTextConfig(hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers, num_attention_heads=heads, hidden_act=act, vocab_size=49408, **more)).half()

def main():
    p = argparse.ArgumentParser(); p.add_argument("--out", required=True, type=pathlib.Path); p.add_argument("--tokenizer", default="goldens/models/pipe-sd-pndm/tokenizer"); p.add_argument("--full", action="store_true"); p.add_argument("--only"); a = p.parse_args()
    torch.manual_seed(0); torch.set_default_dtype(torch.float16); tok = CLIPTokenizer.from_pretrained(a.tokenizer); codec = lambda scale: (AutoencoderKL(scaling_factor=scale, **KL) if a.full else AutoencoderTiny()).half()
    if a.only != "sdxl-turbo":
        unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=1024, attention_head_dim=(5, 10, 20, 20), use_linear_projection=True)
        StableDiffusionPipeline(vae=codec(0.18215), text_encoder=text(CLIPTextModel, 1024, 23, 16, "gelu"), tokenizer=tok, unet=unet, scheduler=EulerDiscreteScheduler(**BETAS), safety_checker=None, feature_extractor=None, requires_safety_checker=False).save_pretrained(a.out / "sd-turbo")
    if a.only != "sd-turbo":
        unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=2048, block_out_channels=(320, 640, 1280), down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            attention_head_dim=(5, 10, 20), transformer_layers_per_block=(1, 2, 10), use_linear_projection=True, addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816)
        StableDiffusionXLPipeline(vae=codec(0.13025), text_encoder=text(CLIPTextModel, 768, 12, 12, "quick_gelu", projection_dim=768), text_encoder_2=text(CLIPTextModelWithProjection, 1280, 32, 20, "gelu", projection_dim=1280), tokenizer=tok, tokenizer_2=tok, unet=unet,
            scheduler=EulerAncestralDiscreteScheduler(**BETAS), add_watermarker=False).save_pretrained(a.out / "sdxl-turbo")

if __name__ == "__main__": main()
