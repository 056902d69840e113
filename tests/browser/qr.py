"""What does the QR code on the screen say? Read from its pixels, as a phone's camera would.

Only what these tests need of ISO/IEC 18004: versions 1 to 5, byte mode, a code seen straight on and undamaged,
so that nothing has to be corrected. Reading the picture itself proves that what is on the wall leads to the session.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from PIL import Image

# Data codewords of each block, by version and error correction level (Table 9).
BLOCKS = {
    (1, "L"): [19], (2, "L"): [34], (3, "L"): [55], (4, "L"): [80], (5, "L"): [108],
    (1, "M"): [16], (2, "M"): [28], (3, "M"): [44], (4, "M"): [32] * 2, (5, "M"): [43] * 2,
    (1, "Q"): [13], (2, "Q"): [22], (3, "Q"): [17] * 2, (4, "Q"): [24] * 2, (5, "Q"): [15, 15, 16, 16],
    (1, "H"): [9], (2, "H"): [16], (3, "H"): [13] * 2, (4, "H"): [9] * 4, (5, "H"): [11, 11, 12, 12],
}  # fmt: skip
LEVELS = {0b01: "L", 0b00: "M", 0b11: "Q", 0b10: "H"}
FORMAT_MASK = 0b101010000010010
MASKS: list[Callable[[int, int], bool]] = [
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: (row * column) % 2 + (row * column) % 3 == 0,
    lambda row, column: ((row * column) % 2 + (row * column) % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + (row * column) % 3) % 2 == 0,
]
Modules = list[list[bool]]


def read(picture: bytes) -> str:
    """The text of the one QR code in a PNG."""
    modules = _modules(Image.open(io.BytesIO(picture)).convert("L"))
    size = len(modules)
    level, mask = _format(modules)
    bits = [
        modules[row][column] ^ MASKS[mask](row, column)
        for row, column in _path(size)
        if _is_data(size, row, column)
    ]
    codewords = [_number(bits[at : at + 8]) for at in range(0, len(bits) - 7, 8)]
    data = _in_order(codewords, BLOCKS[(size - 17) // 4, level])
    stream = [bool(byte >> (7 - bit) & 1) for byte in data for bit in range(8)]
    assert _number(stream[:4]) == 0b0100, "not in byte mode"
    length = _number(stream[4:12])
    return bytes(_number(stream[12 + 8 * n : 20 + 8 * n]) for n in range(length)).decode()


def _modules(image: Image.Image) -> Modules:
    dark = image.point(lambda value: 255 if value < 128 else 0)
    left, top, right, _ = dark.getbbox() or (0, 0, 0, 0)
    pixels = dark.load()
    assert pixels is not None
    finder = next(x for x in range(left, right) if not pixels[x, top + 1]) - left
    size = round((right - left) / (finder / 7))
    assert size % 4 == 1, f"{size} modules are no QR code"
    step = (right - left) / size
    return [
        [bool(pixels[int(left + (x + 0.5) * step), int(top + (y + 0.5) * step)]) for x in range(size)]
        for y in range(size)
    ]


def _format(modules: Modules) -> tuple[str, int]:
    places = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    word = _number([modules[row][column] for row, column in places]) ^ FORMAT_MASK
    return LEVELS[word >> 13], word >> 10 & 0b111


def _path(size: int) -> Iterator[tuple[int, int]]:
    """Two columns at a time from the right, up and down in turn, leaving out the timing column."""
    upwards = True
    for right in [*range(size - 1, 6, -2), 5, 3, 1]:
        for row in range(size - 1, -1, -1) if upwards else range(size):
            yield row, right
            yield row, right - 1
        upwards = not upwards


def _is_data(size: int, row: int, column: int) -> bool:
    finders = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    timing = row == 6 or column == 6
    centre = size - 7
    alignment = size > 21 and abs(row - centre) <= 2 and abs(column - centre) <= 2
    return not (finders or timing or alignment)


def _in_order(codewords: list[int], blocks: list[int]) -> list[int]:
    """The data of each block, one block after another; they arrive one codeword of each block in turn."""
    parts: list[list[int]] = [[] for _ in blocks]
    arriving = iter(codewords)
    for place in range(max(blocks)):
        for part, length in zip(parts, blocks, strict=True):
            if place < length:
                part.append(next(arriving))
    return [codeword for part in parts for codeword in part]


def _number(bits: list[bool]) -> int:
    return int("".join("1" if bit else "0" for bit in bits), 2)
