"""The server that the clients are tried with, and what it has drawn."""
import base64
import io
import json
import os
import urllib.parse
import urllib.request

from PIL import Image

URL = os.environ["DEMIST_URL"]
TOKEN = os.environ["DEMIST_TOKEN"]


def runs(prompt):
    """The runs of that prompt: one of each, unless a repeated request began anew."""
    request = urllib.request.Request(
        f"{URL}/api/v1/runs?q={urllib.parse.quote(prompt)}", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["runs"]


def picture(text):
    """The picture that is in base64."""
    return Image.open(io.BytesIO(base64.b64decode(text)))


def png(opacity=255):
    """A picture of 64 x 64 whose upper half has that opacity."""
    image = Image.new("RGBA", (64, 64), (51, 102, 153, 255))
    image.paste((51, 102, 153, opacity), (0, 0, 64, 32))
    file = io.BytesIO()
    image.save(file, "PNG")
    file.seek(0)
    file.name = "picture.png"
    return file
