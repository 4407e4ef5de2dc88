"""Records how Pillow reads pictures of every kind: pictures/NAME and, as RGB, pictures/expected/NAME.png.

python make_picture_goldens.py [FOLDER]; needs numpy and Pillow with LittleCMS. Transparency is laid on white, profiles
are converted to sRGB, pictures are turned upright, 16 bits are rounded to 8.
"""
import io, pathlib, struct, sys, zlib
import numpy as np
from PIL import Image, ImageCms, ImageOps

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parents[1] / "pictures")
(OUT / "expected").mkdir(parents=True, exist_ok=True)
H, W = 12, 16
Y, X = np.mgrid[0:H, 0:W]
GRAY = (X * 17).astype(np.uint8)
RGB = np.stack([X * 16, Y * 20, (X + Y) * 9], -1).clip(0, 255).astype(np.uint8)
ALPHA = (Y * 23).clip(0, 255).astype(np.uint8)


def three(gray):
    return np.stack([gray] * 3, -1)


def on_white(colors, alpha):
    a = alpha[..., None].astype(float)
    return ((colors * a + 255 * (255 - a)) / 255).round().astype(np.uint8)


def expect(name, picture):
    Image.fromarray(np.asarray(picture)).save(OUT / "expected" / f"{name}.png")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, bits, color_type, samples, expected, extra=b""):
    """samples [H, W, channels], written as they are."""
    rows = []
    for row in samples.reshape(H, -1):
        if bits == 16:
            rows.append(row.astype(">u2").tobytes())
        elif bits == 8:
            rows.append(row.astype(np.uint8).tobytes())
        else:
            rows.append(np.packbits(np.unpackbits(row.astype(np.uint8)[:, None], axis=1)[:, 8 - bits:]).tobytes())
    header = struct.pack(">IIBBBBB", W, H, bits, color_type, 0, 0, 0)
    body = zlib.compress(b"".join(b"\0" + row for row in rows))
    file = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")
    (OUT / name).write_bytes(file)
    expect(name, expected)


def wide(samples):
    return samples.astype(np.uint16) * 257


gray_hole = np.where(GRAY == GRAY[0, 5], 0, 255)
rgb_hole = np.where((RGB == RGB[3, 5]).all(-1), 0, 255)
for bits, as_stored in ((8, lambda x: x), (16, wide)):
    trns = lambda *values: chunk(b"tRNS", struct.pack(f">{len(values)}H", *(int(as_stored(v)) for v in values)))
    png(f"gray{bits}.png", bits, 0, as_stored(GRAY), three(GRAY))
    png(f"gray{bits}-trns.png", bits, 0, as_stored(GRAY), on_white(three(GRAY), gray_hole), trns(GRAY[0, 5]))
    png(f"gray{bits}-alpha.png", bits, 4, as_stored(np.dstack([GRAY, ALPHA])), on_white(three(GRAY), ALPHA))
    png(f"rgb{bits}.png", bits, 2, as_stored(RGB), RGB)
    png(f"rgb{bits}-trns.png", bits, 2, as_stored(RGB), on_white(RGB, rgb_hole), trns(*RGB[3, 5]))
    png(f"rgb{bits}-alpha.png", bits, 6, as_stored(np.dstack([RGB, ALPHA])), on_white(RGB, ALPHA))

random = np.random.default_rng(0)
for bits in (1, 2, 4, 8):
    top = 2**bits - 1
    values = (X + Y) % (top + 1)
    palette = random.integers(0, 256, (top + 1, 3), dtype=np.uint8)
    alphas = random.integers(0, 256, top + 1, dtype=np.uint8)
    plte, trns = chunk(b"PLTE", palette.tobytes()), chunk(b"tRNS", alphas.tobytes())
    png(f"palette{bits}.png", bits, 3, values, palette[values], plte)
    png(f"palette{bits}-trns.png", bits, 3, values, on_white(palette[values], alphas[values]), plte + trns)
    if bits < 8:
        gray = three((values * (255 // top)).astype(np.uint8))
        png(f"gray{bits}.png", bits, 0, values, gray)
        hole = np.where(values == top // 2, 0, 255)
        png(f"gray{bits}-trns.png", bits, 0, values, on_white(gray, hole), chunk(b"tRNS", struct.pack(">H", top // 2)))

for value in range(2, 9):
    exif = Image.Exif()
    exif[0x0112] = value
    for name in (f"turned{value}.jpg", f"turned{value}.png"):
        Image.fromarray(RGB).save(OUT / name, exif=exif, **({"quality": 95} if name.endswith("jpg") else {}))
        expect(name, ImageOps.exif_transpose(Image.open(OUT / name)).convert("RGB"))


def jpeg(name, picture, **how):
    picture.save(OUT / name, quality=95, **how)
    expect(name, Image.open(OUT / name).convert("RGB"))


jpeg("gray.jpg", Image.fromarray(GRAY))
jpeg("rgb.jpg", Image.fromarray(RGB), progressive=True)
jpeg("rgb-stored.jpg", Image.fromarray(RGB), keep_rgb=True)
jpeg("cmyk.jpg", Image.fromarray(RGB).convert("CMYK"))
# Adobe's marker says in its last byte that four channels are YCCK.
ycck = bytearray((OUT / "cmyk.jpg").read_bytes())
ycck[ycck.find(b"Adobe") + 11] = 2
(OUT / "ycck.jpg").write_bytes(bytes(ycck))
expect("ycck.jpg", Image.open(OUT / "ycck.jpg").convert("RGB"))

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def swapped_profile():
    """sRGB with the primaries red and green exchanged: a picture that ignores it cannot be mistaken."""
    data = bytearray(SRGB.tobytes())
    tags = {bytes(data[at : at + 4]): at for at in range(132, 132 + 12 * struct.unpack(">I", data[128:132])[0], 12)}
    data[tags[b"rXYZ"] : tags[b"rXYZ"] + 4], data[tags[b"gXYZ"] : tags[b"gXYZ"] + 4] = b"gXYZ", b"rXYZ"
    return bytes(data)


def linear_gray_profile():
    curve = b"curv" + struct.pack(">IIHH", 0, 1, 256, 0)
    white = b"XYZ " + struct.pack(">IIII", 0, 0xF6D6, 0x10000, 0xD32D)
    text = b"text\0\0\0\0x\0\0\0"
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"gray\0" + b"\0" * 79
    return assembled(b"mntrGRAYXYZ ", ((b"desc", name), (b"wtpt", white), (b"kTRC", curve), (b"cprt", text)))


def assembled(kind, tags):
    start = 132 + 12 * len(tags)
    table, body = b"", b""
    for tag, data in tags:
        table += tag + struct.pack(">II", start + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    head = struct.pack(">I", start + len(body)) + b"lcms" + struct.pack(">I", 0x02100000) + kind + b"\0" * 12
    head += b"acsp" + b"\0" * 28 + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D) + b"\0" * 48
    return head + struct.pack(">I", len(tags)) + table + body


def cmyk_profile():
    """A lookup table of two points for each ink to L*a*b*, with cyan and yellow exchanged."""
    corners = np.array([[(i >> shift) & 1 for shift in (3, 2, 1, 0)] for i in range(16)])
    inks = Image.fromarray((corners[:, [2, 1, 0, 3]] * 255).astype(np.uint8)[None], "CMYK")
    rgb_to_lab = ImageCms.buildTransform(SRGB, ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = np.array(ImageCms.applyTransform(inks.convert("RGB"), rgb_to_lab))[0].astype(np.uint8)
    lab[:, 1:] ^= 0x80  # signed in Pillow, with an offset in profiles
    same = bytes(range(256))
    identity = struct.pack(">9i", *(65536 * (i % 4 == 0) for i in range(9)))
    table = b"mft1" + struct.pack(">IBBBB", 0, 4, 3, 2, 0) + identity + same * 4 + lab.tobytes() + same * 3
    back = b"mft1" + struct.pack(">IBBBB", 0, 3, 4, 2, 0) + identity + same * 3 + bytes(4 * 8) + same * 4  # not used
    name = b"desc\0\0\0\0" + struct.pack(">I", 5) + b"cmyk\0" + b"\0" * 79
    white = b"XYZ " + struct.pack(">IIII", 0, 0xF6D6, 0x10000, 0xD32D)
    text = b"text\0\0\0\0x\0\0\0"
    tags = ((b"desc", name), (b"wtpt", white), (b"A2B0", table), (b"B2A0", back), (b"cprt", text))
    return assembled(b"prtrCMYKLab ", tags)


def profiled(name, picture, profile, **how):
    picture.save(OUT / name, icc_profile=profile, **how)
    read = Image.open(OUT / name)
    plain = read if read.mode in ("L", "RGB", "CMYK") else read.convert("RGB")
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    expect(name, ImageCms.profileToProfile(plain, source, SRGB, outputMode="RGB"))


for name, how in (("profile.png", {}), ("profile.jpg", {"quality": 95})):
    profiled("rgb-" + name, Image.fromarray(RGB), swapped_profile(), **how)
    profiled("gray-" + name, Image.fromarray(GRAY), linear_gray_profile(), **how)
profiled("palette-profile.png", Image.fromarray(RGB).quantize(16), swapped_profile())
profiled("cmyk-profile.jpg", Image.fromarray(RGB).convert("CMYK"), cmyk_profile(), quality=95)
