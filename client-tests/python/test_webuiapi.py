"""webuiapi, as it is installed, with its defaults: no time limit, no retries."""
import threading
import time
import unittest
from urllib.parse import urlparse

import webuiapi
from PIL import Image

import demist

PORT = urlparse(demist.URL).port


def client():
    return webuiapi.WebUIApi(host="127.0.0.1", port=PORT, username="any", password=demist.TOKEN)


class WebUiTest(unittest.TestCase):

    def setUp(self):
        self.api = client()

    def test_txt2img(self):
        result = self.api.txt2img(prompt="webui <lora:crayon:0.5>", negative_prompt="pit", seed=7, steps=3, cfg_scale=2,
                                  sampler_name="DPM++ 2M", scheduler="karras", width=64, height=64, batch_size=2)
        self.assertEqual([(64, 64)] * 2, [image.size for image in result.images])
        self.assertEqual([7, 8], result.info["all_seeds"])
        self.assertIn("Steps: 3", result.image.text["parameters"])

    def test_img2img(self):
        picture = Image.open(demist.png()).convert("RGB")
        mask = Image.new("L", (64, 64), 255)
        result = self.api.img2img(images=[picture], mask_image=mask, prompt="webui edit", denoising_strength=0.6,
                                  width=64, height=64, inpainting_fill=1, inpaint_full_res=False)
        self.assertEqual((64, 64), result.image.size)

    def test_lists(self):
        self.assertIn("slow", self.api.util_get_model_names())
        self.assertIn("Euler a", self.api.util_get_sampler_names())
        self.assertIn("karras", [name.lower() for name in self.api.util_get_scheduler_names()])
        self.assertEqual("crayon", self.api.get_loras()[0]["name"])
        self.assertEqual("None", self.api.get_upscalers()[0]["name"])
        for names in (self.api.get_sd_vae, self.api.get_latent_upscale_modes, self.api.get_hypernetworks,
                      self.api.get_prompt_styles):
            self.assertEqual([], names())
        self.assertIn("toy", self.api.get_embeddings()["loaded"])
        self.assertEqual([], self.api.get_scripts()["txt2img"])
        self.api.refresh_checkpoints()

    def test_options(self):
        self.api.util_set_model("quick")
        self.assertEqual("quick", self.api.util_get_current_model())
        self.api.util_wait_for_ready(0.1)

    def test_png_info(self):
        result = self.api.txt2img(prompt="webui recipe", seed=7, width=64, height=64)
        self.assertIn("Seed: 7", self.api.png_info(result.image).info)

    def test_failure(self):
        with self.assertRaises(RuntimeError) as caught:
            self.api.txt2img(prompt="webui failure", override_settings={"sd_model_checkpoint": "failing"})
        self.assertIn("step 2", str(caught.exception))

    def test_slow(self):
        drawn = []
        thread = threading.Thread(target=lambda: drawn.append(client().txt2img(
            prompt="webui slow", width=64, height=64, override_settings={"sd_model_checkpoint": "slow"})))
        thread.start()
        seen = []
        while thread.is_alive() and len(seen) < 3:
            progress = self.api.get_progress()
            if progress["current_image"]:
                seen.append((progress["progress"], demist.picture(progress["current_image"]).size))
            time.sleep(5)
        thread.join()
        self.assertEqual(3, len(seen))
        self.assertTrue(all(0 < share < 1 for share, size in seen))
        self.assertEqual(1, len(drawn))
        self.assertEqual(1, len(demist.runs("webui slow")))


class InterruptTest(unittest.TestCase):
    """Of its own: it ends every picture that the user's programs of this interface wait for."""

    def test_interrupt(self):
        api = client()
        drawn = []
        thread = threading.Thread(target=lambda: drawn.append(client().txt2img(
            prompt="webui interrupted", width=64, height=64, override_settings={"sd_model_checkpoint": "slow"})))
        thread.start()
        while api.get_progress()["progress"] == 0:
            time.sleep(0.2)
        api.interrupt()
        thread.join()
        self.assertEqual((64, 64), drawn[0].image.size)


if __name__ == "__main__":
    unittest.main()
