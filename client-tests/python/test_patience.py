"""Programs without a client of their own: plain HTTP, which gives up when a minute brings nothing."""
import http.client
import json
import unittest
import urllib.error
import urllib.request

import demist


def ask(path, **body):
    request = urllib.request.Request(demist.URL + path, json.dumps(body).encode(), {
        "Authorization": f"Bearer {demist.TOKEN}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


class PatienceTest(unittest.TestCase):

    def test_a_long_answer_begins_before_it_is_known(self):
        answer = ask("/v1/images/generations", prompt="unhurried", model="slow")
        self.assertEqual((64, 64), demist.picture(answer["data"][0]["b64_json"]).size)
        self.assertEqual(1, len(demist.runs("unhurried")))

    def test_what_failed_after_that_is_told_to_whoever_asks_again(self):
        with self.assertRaises((http.client.HTTPException, ConnectionError)):
            ask("/v1/images/generations", prompt="dying", model="dying")
        with self.assertRaises(urllib.error.HTTPError) as caught:
            ask("/v1/images/generations", prompt="dying", model="dying")
        self.assertEqual(500, caught.exception.code)
        self.assertIn("step 20", caught.exception.read().decode())
        self.assertEqual(1, len(demist.runs("dying")))


if __name__ == "__main__":
    unittest.main()
