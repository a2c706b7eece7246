"""Reads the waveforms of a Philips Sierra XML file with the standard library only.

Written from what public descriptions of XLI agree on; halves are cut towards zero, as in C.
One line per lead, those of the rhythm first: rhythm|beat, lead, samples per second, scale and unit,
then the integers.
"""
import base64
import struct
import sys
import xml.etree.ElementTree as ET

PHILIPS = "{http://www3.medical.philips.com}"
TWELVE = "I II III aVR aVL aVF V1 V2 V3 V4 V5 V6"


def half(value):
    return value // 2 if value >= 0 else -(-value // 2)


def unpacked(data):
    bits = "".join(format(byte, "08b") for byte in data)
    strings = [bytes([i]) for i in range(256)]
    out, before = [], b""
    for at in range(0, len(bits), 10):
        code = int(bits[at:at + 10], 2)
        if code == 1023:
            return b"".join(out)
        string = strings[code] if code < len(strings) else before + before[:1]
        if before and len(strings) < 1023:
            strings.append(before + string[:1])
        out.append(string)
        before = string


def channels(data):
    at = 0
    while at < len(data):
        length, _, step = struct.unpack_from("<IHh", data, at)
        raw = unpacked(data[at + 8:at + 8 + length])
        at += 8 + length
        n = len(raw) // 2
        values = struct.unpack(">%dh" % n, bytes(b for pair in zip(raw[:n], raw[n:]) for b in pair))
        out = list(values[:2])
        for value in values[2:]:
            out.append(2 * out[-1] - out[-2] - step)
            step = value - 64
        yield out


def leads(data):
    c = list(channels(data))
    n = range(len(c[0]))
    c[2] = [c[1][i] - c[0][i] - c[2][i] for i in n]
    c[3] = [-half(c[0][i] + c[1][i]) - c[3][i] for i in n]
    c[4] = [half(c[0][i] - c[2][i]) - c[4][i] for i in n]
    c[5] = [half(c[1][i] + c[2][i]) - c[5][i] for i in n]
    return c


root = ET.parse(sys.argv[1]).getroot()
signal = root.find(".//" + PHILIPS + "signalcharacteristics")
step = signal.find(PHILIPS + "resolution")
step = signal.find(PHILIPS + "signalresolution").text if step is None else step.text
waves = root.find(".//" + PHILIPS + "parsedwaveforms")
labels = waves.get("leadlabels", TWELVE).split()
for label, lead in zip(labels, leads(base64.b64decode(waves.text))):
    print("rhythm", label, signal.find(PHILIPS + "samplingrate").text, step, "uV", *lead)
beats = root.find(".//" + PHILIPS + "repbeats")
for beat in [] if beats is None else beats.findall(PHILIPS + "repbeat"):
    raw = base64.b64decode(beat.find(PHILIPS + "waveform").text)
    print("beat", beat.get("leadname"), beats.get("samplespersec"), beats.get("resolution"), "uV",
          *struct.unpack("<%dh" % (len(raw) // 2), raw))
