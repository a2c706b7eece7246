"""Reads the ECG signals of an EDF or EDF+ file with the standard library only, to compare our reader with.

One line per signal: rhythm, label without blanks, samples per second, scale and unit, then the integers.
"""
import struct
import sys
from fractions import Fraction

data = open(sys.argv[1], "rb").read()
records, seconds, count = int(data[236:244]), Fraction(data[244:252].decode().strip()), int(data[252:256])
body = data[256 * (count + 1):]


def column(before, width):
    return [data[256 + before * count + width * i:][:width].decode("ascii").strip() for i in range(count)]


labels, units, sizes = column(0, 16), column(96, 8), [int(n) for n in column(216, 8)]
low, high, least, most = (column(at, 8) for at in (104, 112, 120, 128))
for i, label in enumerate(labels):
    if not label.startswith(("ECG", "EKG")):
        continue
    scale = (Fraction(high[i]) - Fraction(low[i])) / (Fraction(most[i]) - Fraction(least[i]))
    samples = []
    for r in range(records):
        at = 2 * (r * sum(sizes) + sum(sizes[:i]))
        samples += struct.unpack_from("<%dh" % sizes[i], body, at)
    print("rhythm", label.split()[1], float(sizes[i] / seconds), float(scale), units[i], *samples)
