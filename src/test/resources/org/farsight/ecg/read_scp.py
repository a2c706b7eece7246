"""Reads the leads of an SCP-ECG record with the standard library only, to compare our reader with.

Written from EN 1064: no compression or the standard's code table, differences, reference beats.
One line per lead: rhythm|further, number, seconds per sample, scale and unit, then the integers.
"""
import struct
import sys

data = open(sys.argv[1], "rb").read()
sections = {}
for at in range(22, 6 + struct.unpack_from("<I", data, 10)[0], 10):
    number, length, index = struct.unpack_from("<HII", data, at)
    if number and length:
        sections[number] = data[index + 15:index - 1 + length]

CODE = {"0": 0}
for size in range(1, 9):
    CODE["1" * size + "00"] = size
    CODE["1" * size + "01"] = -size
RAW = {"1111111110": 8, "1111111111": 16}


def coded(raw, count):
    bits = "".join(format(byte, "08b") for byte in raw)
    out, at = [], 0
    while len(out) < count:
        end = at + 1
        while bits[at:end] not in CODE and bits[at:end] not in RAW:
            end += 1
        word, at = bits[at:end], end
        if word in CODE:
            out.append(CODE[word])
        else:
            width = RAW[word]
            value = int(bits[at:at + width], 2)
            out.append(value - (1 << width) if value >> (width - 1) else value)
            at += width
    return out


def summed(values, order):
    for i in range(order, len(values) if order else 0):
        slope = values[i - 1] - values[i - 2] if order == 2 else 0
        values[i] += values[i - 1] + slope
    return values


def signal(section, counts):
    nanovolts, micros, order = struct.unpack_from("<HHB", section)
    at = 6 + 2 * len(counts)
    out = []
    for i, count in enumerate(counts):
        length = struct.unpack_from("<H", section, 6 + 2 * i)[0]
        raw = section[at:at + length]
        at += length
        if 2 in sections:
            values = coded(raw, count)
        else:
            values = list(struct.unpack("<%dh" % (length // 2), raw))
        out.append(summed(values, order))
    return nanovolts, micros, out


three = sections[3]
leads = [struct.unpack_from("<IIB", three, 2 + 9 * i) for i in range(three[0])]
rhythm = signal(sections[6], [last - first + 1 for first, last, _ in leads])
beat = None
if 5 in sections:
    millis, fiducial, zones = struct.unpack_from("<HHH", sections[4])
    micros = struct.unpack_from("<H", sections[5], 2)[0]
    beat = signal(sections[5], [millis * 1000 // micros] * len(leads))
    if three[1] & 1:
        for i in range(zones):
            kind, first, point, last = struct.unpack_from("<HIII", sections[4], 6 + 14 * i)
            for values, shape in zip(rhythm[2], beat[2]) if kind == 0 else ():
                for number in range(first, last + 1):
                    values[number - 1] += shape[number - point + fiducial - 1]
for word, (nanovolts, micros, all_values) in [("rhythm", rhythm)] + ([("further", beat)] if beat else []):
    for (_, _, number), values in zip(leads, all_values):
        print(word, number, micros / 1e6, nanovolts / 1000, "uV", *values)
