"""ollama, as it is installed, with its defaults: no time limit, no retries."""
import unittest

import ollama

import demist

CLIENT = ollama.Client(host=demist.URL, headers={"Authorization": f"Bearer {demist.TOKEN}"})


class OllamaTest(unittest.TestCase):

    def test_generate(self):
        answer = CLIENT.generate(model="quick", prompt="ollama", width=64, height=64, steps=3, options={"seed": 7})
        self.assertEqual((64, 64), demist.picture(answer.image).size)
        self.assertTrue(answer.done)
        self.assertEqual(3, demist.runs("ollama")[0]["request"]["steps"])

    def test_slow_stream(self):
        lines = list(CLIENT.generate(model="slow", prompt="ollama slow stream", stream=True))
        self.assertEqual(sorted(line.completed for line in lines[:-1]), [line.completed for line in lines[:-1]])
        self.assertEqual((64, 64), demist.picture(lines[-1].image).size)
        self.assertEqual(1, len(demist.runs("ollama slow stream")))

    def test_failure(self):
        with self.assertRaises(ollama.ResponseError) as caught:
            CLIENT.generate(model="failing", prompt="ollama failure")
        self.assertIn("step 2", str(caught.exception))
        with self.assertRaises(ollama.ResponseError):
            list(CLIENT.generate(model="failing", prompt="ollama failure", stream=True))

    def test_models(self):
        self.assertIn("slow", [model.model for model in CLIENT.list().models])
        self.assertEqual(["image"], CLIENT.show("slow").capabilities)


if __name__ == "__main__":
    unittest.main()
