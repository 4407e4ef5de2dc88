"""Adds pictures in other colours to a training set, so that a model learns what a colour's name does to a thing.

A picture of which most colour is of one hue is turned to the hues of other names: "automobile" becomes "blue automobile", also under its
keywords ("blue car"). Names that say a colour lose it ("green apple" turns into "red apple"). White, grey and black stay as they are."""
import argparse, json, re
import numpy as np
from PIL import Image

HUES = {"red": 0, "orange": 28, "yellow": 52, "green": 120, "blue": 215, "purple": 275, "pink": 330}
WORDS = re.compile(r"\b(" + "|".join([*HUES, "brown", "black", "white", "grey", "gray", "rainbow"]) + r")\b")

def dominant(hsv, least=0.7, near=32):
    """The hue in degrees that most of the colour lies near; None if there are several."""
    weight = (hsv[..., 1].astype(float) * hsv[..., 2] / 255 ** 2).ravel(); hue = hsv[..., 0].astype(float).ravel() * 360 / 256
    if weight.sum() < 0.06 * weight.size: return None
    shares = [weight[np.abs((hue - h + 180) % 360 - 180) <= near].sum() / weight.sum() for h in range(0, 360, 6)]
    return 6 * int(np.argmax(shares)) if max(shares) >= least else None

def turned(hsv, degrees):
    out = hsv.copy(); out[..., 0] = (hsv[..., 0].astype(int) + round(degrees * 256 / 360)) % 256
    return np.asarray(Image.fromarray(out, "HSV").convert("RGB"))

def main() -> None:
    p = argparse.ArgumentParser(); p.add_argument("--data", required=True); p.add_argument("--out", required=True)
    p.add_argument("--repeat", type=int, default=3, help="how often each picture as it was stands in the set"); a = p.parse_args()
    d = np.load(a.data); images, captions = list(d["images"]) * a.repeat, json.loads(str(d["captions"])) * a.repeat; plain = len(d["images"])
    for image, caption in zip(d["images"], captions[:plain]):
        hsv = np.asarray(Image.fromarray(image).convert("HSV")); hue = dominant(hsv)
        things = [t for t in dict.fromkeys(WORDS.sub("", c).strip() for c in caption if len(c.split()) <= 3) if t]
        if hue is None or not things: continue
        for name, target in HUES.items():
            by = (target - hue + 180) % 360 - 180
            images.append(image if abs(by) < 18 else turned(hsv, by)); captions.append([f"{name} {t}" for t in things[:6]])
    np.savez_compressed(a.out, images=np.stack(images), captions=json.dumps(captions)); print(plain, "pictures,", (len(images) - a.repeat * plain) // len(HUES), "of them in", len(HUES), "colours;", len(images), "in all")

if __name__ == "__main__": main()
