"""Operations on pictures and colours: QR codes, resizing, converting, contrast. They refuse what is no picture."""

import colorsys
import io
from typing import TYPE_CHECKING, Literal

from .operation import AnswerError, Download, Upload, operation

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 40_000_000


@operation("QR code of a text, link or web address, as a picture", "picture")
def qr_code(text: str, size: int = 8) -> bytes:
    import segno

    if not text.strip():
        raise AnswerError("Write the text or link first.")
    out = io.BytesIO()
    try:
        segno.make(text, micro=False).save(out, kind="png", scale=max(1, min(size, 40)), border=4)
    except segno.DataOverflowError as error:
        raise AnswerError("That text is too long for a QR code.") from error
    return out.getvalue()


@operation("QR code for a wireless network: wifi name and password", "picture")
def wifi_qr_code(network: str, password: str = "", security: Literal["WPA", "WEP", "None"] = "WPA") -> bytes:
    if not network.strip():
        raise AnswerError("Write the name of the network first.")

    def escaped(text: str) -> str:
        return "".join(f"\\{sign}" if sign in '\\;,:"' else sign for sign in text)

    kind = "nopass" if security == "None" else security
    return qr_code(f"WIFI:T:{kind};S:{escaped(network)};P:{escaped(password)};;")


@operation("Resize a picture to a width in pixels, keeping its shape", "picture")
def resize_picture(picture: Upload, width: int = 800) -> bytes:
    image = _open(picture)
    width = max(1, min(width, 8000))
    return _png(image.resize((width, max(1, round(image.height * width / image.width)))))


@operation("Resize a picture by percent: smaller or larger", "picture")
def scale_picture(picture: Upload, percent: float = 50) -> bytes:
    image = _open(picture)
    return resize_picture(picture, max(1, round(image.width * percent / 100)))


@operation("Thumbnail of a picture: small square preview", "picture")
def thumbnail(picture: Upload, size: int = 200) -> bytes:
    from PIL import ImageOps

    return _png(ImageOps.fit(_open(picture), (max(1, min(size, 2000)),) * 2))


@operation("Picture in black and white: greyscale", "picture")
def greyscale(picture: Upload) -> bytes:
    return _png(_open(picture).convert("L"))


@operation("Rotate a picture by degrees, clockwise", "picture")
def rotate_picture(picture: Upload, degrees: float = 90) -> bytes:
    return _png(_open(picture).rotate(-degrees, expand=True))


@operation("Mirror or flip a picture", "picture")
def flip_picture(picture: Upload, direction: Literal["left to right", "top to bottom"] = "left to right") -> bytes:
    from PIL import ImageOps

    image = _open(picture)
    return _png(ImageOps.mirror(image) if direction == "left to right" else ImageOps.flip(image))


@operation("Blur a picture", "picture")
def blur_picture(picture: Upload, radius: float = 4) -> bytes:
    from PIL import ImageFilter

    return _png(_open(picture).convert("RGB").filter(ImageFilter.GaussianBlur(max(0.0, min(radius, 100)))))


@operation("Change brightness of a picture, in percent of what it is", "picture")
def brighten_picture(picture: Upload, percent: float = 120) -> bytes:
    from PIL import ImageEnhance

    return _png(ImageEnhance.Brightness(_open(picture).convert("RGB")).enhance(max(0.0, percent) / 100))


@operation("Invert the colours of a picture: negative", "picture")
def invert_picture(picture: Upload) -> bytes:
    from PIL import ImageOps

    return _png(ImageOps.invert(_open(picture).convert("RGB")))


@operation("Write a text on a picture: watermark, caption", "picture")
def write_on_picture(picture: Upload, text: str) -> bytes:
    from PIL import ImageDraw, ImageFont

    image = _open(picture).convert("RGB")
    size = max(12, image.width // 20)
    place = (image.width / 2, image.height - size)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size)
    draw.text(place, text, "white", font, anchor="ms", stroke_width=max(1, size // 12), stroke_fill="black")
    return _png(image)


@operation("Convert a picture to PNG, JPEG, WebP, GIF or BMP to download", "download")
def convert_picture(
    picture: Upload, to: Literal["PNG", "JPEG", "WEBP", "GIF", "BMP"] = "PNG", quality: int = 85
) -> Download:
    image, out = _open(picture), io.BytesIO()
    image = image.convert("RGB") if to in ("JPEG", "BMP") else image
    image.save(out, format=to, **({"quality": max(1, min(quality, 100))} if to in ("JPEG", "WEBP") else {}))
    stem = picture.name.rsplit(".", 1)[0] or "picture"
    return Download(f"{stem}.{'jpg' if to == 'JPEG' else to.lower()}", out.getvalue(), f"image/{to.lower()}")


@operation("Size of a picture: width and height in pixels, format", "text")
def picture_size(picture: Upload) -> str:
    image = _open(picture)
    return f"{image.width} × {image.height} pixels"


@operation("Main colours of a picture: palette as hex codes", "list")
def picture_palette(picture: Upload, colors: int = 5) -> list[str]:
    from PIL import Image

    small = _open(picture).convert("RGB").resize((100, 100), Image.Resampling.NEAREST).quantize(max(1, min(colors, 32)))
    palette = small.getpalette() or []
    counts = sorted(small.getcolors() or [], reverse=True)
    return [hex_of(*palette[3 * int(str(n)) : 3 * int(str(n)) + 3]) for _, n in counts]


@operation("Hex colour code to RGB", "text")
def hex_to_rgb(color: str) -> str:
    return "rgb({}, {}, {})".format(*_rgb(color))


@operation("RGB values to a hex colour code", "color")
def rgb_to_hex(red: int, green: int, blue: int) -> str:
    if not all(0 <= part <= 255 for part in (red, green, blue)):
        raise AnswerError("Red, green and blue go from 0 to 255.")
    return hex_of(red, green, blue)


@operation("Hex colour code to HSL: hue, saturation, lightness", "text")
def hex_to_hsl(color: str) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    return f"hsl({round(hue * 360)}, {round(saturation * 100)}%, {round(lightness * 100)}%)"


@operation("HSL values to a hex colour code", "color")
def hsl_to_hex(hue: float, saturation_percent: float, lightness_percent: float) -> str:
    parts = colorsys.hls_to_rgb(hue % 360 / 360, lightness_percent / 100, saturation_percent / 100)
    return hex_of(*(round(min(1.0, max(0.0, part)) * 255) for part in parts))


@operation("Complementary, opposite colour of a colour", "color")
def complementary_color(color: str) -> str:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    return hex_of(*(round(part * 255) for part in colorsys.hls_to_rgb((hue + 0.5) % 1, lightness, saturation)))


@operation("Lighter and darker shades of a colour: palette", "list")
def color_shades(color: str, how_many: int = 5) -> list[str]:
    hue, _, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _rgb(color)))
    count = max(1, min(how_many, 30))
    levels = [(n + 1) / (count + 1) for n in range(count)]
    return [hex_of(*(round(p * 255) for p in colorsys.hls_to_rgb(hue, level, saturation))) for level in levels]


@operation("Contrast ratio between two colours, text and background: is it readable")
def contrast_ratio(first: str, second: str) -> float:
    """Relative luminance by the Web Content Accessibility Guidelines 2; 4.5 is needed for plain text."""

    def luminance(color: str) -> float:
        parts = [part / 255 for part in _rgb(color)]
        red, green, blue = (float(p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4) for p in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def hex_of(red: int, green: int, blue: int) -> str:
    """The code of a colour as people write it: #FF8800."""
    return f"#{red:02x}{green:02x}{blue:02x}"


def _rgb(color: str) -> tuple[int, int, int]:
    digits = color.strip().removeprefix("#")
    digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError as error:
        raise AnswerError("Colours are written like #FF8800.") from error
    return red, green, blue


def _open(picture: Upload) -> "Image.Image":
    from PIL import Image, ImageOps

    try:
        image = Image.open(io.BytesIO(picture.data))
        if image.width * image.height > MOST_PIXELS:
            raise AnswerError("That picture is too large.")
        turned = ImageOps.exif_transpose(image)
        return turned.convert("RGBA") if turned.mode in ("P", "LA", "PA") else turned
    except (OSError, Image.DecompressionBombError, SyntaxError) as error:
        raise AnswerError("That can't be read as a picture.") from error


def _png(image: "Image.Image") -> bytes:
    out = io.BytesIO()
    image.save(out, format="PNG")
    return out.getvalue()
