"""openai, as it is installed, with its defaults: 10 minutes, 2 retries."""
import unittest
import urllib.request

import openai

import demist

CLIENT = openai.OpenAI(base_url=demist.URL + "/v1", api_key=demist.TOKEN)


class OpenAiTest(unittest.TestCase):

    def test_generate(self):
        answer = CLIENT.images.with_raw_response.generate(
            prompt="py generate", model="gpt-image-2.6-sunburst", n=2, size="64x64", quality="high", background="auto",
            moderation="low", user="me",
            extra_body={"seed": 7, "num_inference_steps": 3, "negative_prompt": "pit", "cfg_scale": 2.5,
                        "sampler": "DPM++ 2M", "scheduler": "Karras", "unheard": {"of": 1}})
        self.assertEqual("quick", answer.headers["X-Demist-Model"])
        images = answer.parse()
        self.assertEqual([(64, 64)] * 2, [demist.picture(image.b64_json).size for image in images.data])
        self.assertEqual(("64x64", "png", "opaque", "high"),
                         (images.size, images.output_format, images.background, images.quality))
        self.assertEqual(0, images.usage.total_tokens)
        asked = demist.runs("py generate")[0]["request"]
        self.assertEqual(("pit", 3, 2.5, "dpm"),
                         (asked["negativePrompt"], asked["steps"], asked["guidance"], asked["scheduler"]["name"]))

    def test_formats(self):
        for name in ("png", "jpeg", "webp"):
            images = CLIENT.images.generate(prompt="py " + name, output_format=name, output_compression=80)
            self.assertEqual(name.upper(), demist.picture(images.data[0].b64_json).format)

    def test_link(self):
        images = CLIENT.images.generate(prompt="py link", model="dall-e-3", response_format="url", style="vivid")
        with urllib.request.urlopen(images.data[0].url) as answer:
            self.assertEqual("image/png", answer.headers["Content-Type"])

    def test_stream(self):
        events = list(CLIENT.images.generate(prompt="py stream", stream=True, partial_images=2))
        self.assertEqual(["image_generation.partial_image"] * 2 + ["image_generation.completed"],
                         [event.type for event in events])
        for event in events:
            self.assertIsInstance(event.created_at, int)
            self.assertEqual(event.size, "%dx%d" % demist.picture(event.b64_json).size)
        self.assertEqual([0, 1], [event.partial_image_index for event in events[:2]])
        self.assertEqual(0, events[2].usage.input_tokens_details.image_tokens)

    def test_edit(self):
        images = CLIENT.images.edit(image=demist.png(), mask=demist.png(0), prompt="py edit", size="64x64")
        self.assertEqual((64, 64), demist.picture(images.data[0].b64_json).size)
        CLIENT.images.edit(image=[demist.png()], prompt="py edit of a list", input_fidelity="high")
        events = list(CLIENT.images.edit(image=demist.png(0), prompt="py edit streamed", stream=True))
        self.assertEqual("image_edit.completed", events[-1].type)

    def test_edit_of_several(self):
        pictures = [demist.png(), demist.png()]
        CLIENT.images.edit(model="editor", image=pictures, prompt="py edit of two")
        self.assertEqual(2, len(demist.runs("py edit of two")[0]["request"]["references"]))
        with self.assertRaises(openai.BadRequestError) as caught:
            CLIENT.images.edit(image=[demist.png(), demist.png()], prompt="py edit of too many")
        self.assertEqual("image", caught.exception.param)
        self.assertIn("model quick starts from one", caught.exception.message)

    def test_variation(self):
        images = CLIENT.images.create_variation(image=demist.png(), n=2)
        self.assertEqual(2, len(images.data))

    def test_models(self):
        self.assertIn("slow", [model.id for model in CLIENT.models.list()])
        self.assertEqual("slow", CLIENT.models.retrieve("slow").id)

    def test_bad_request(self):
        with self.assertRaises(openai.BadRequestError) as caught:
            CLIENT.images.generate(prompt="py bad", size="100x100")
        self.assertEqual("width", caught.exception.param)

    def test_failure(self):
        with self.assertRaises(openai.InternalServerError):
            CLIENT.images.generate(prompt="py failure", model="failing")
        self.assertEqual(1, len(demist.runs("py failure")))

    def test_failure_in_a_stream(self):
        with self.assertRaises(openai.APIError) as caught:
            list(CLIENT.images.generate(prompt="py broken stream", model="failing", stream=True))
        self.assertIn("step 2", str(caught.exception))

    def test_impatient(self):
        images = CLIENT.with_options(timeout=2).images.generate(prompt="py impatient", model="brisk")
        self.assertEqual(1, len(images.data))
        self.assertEqual(1, len(demist.runs("py impatient")))

    def test_slow(self):
        images = CLIENT.images.generate(prompt="py slow", model="slow")
        self.assertEqual(1, len(images.data))
        self.assertEqual(1, len(demist.runs("py slow")))


if __name__ == "__main__":
    unittest.main()
