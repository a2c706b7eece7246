"""Prints what pydicom reads from the files named on standard input, for SampleFilesTest.

One line per element: file, tag path, VR, kind and value, separated by tabs. Kinds: text (values
joined by a backslash, percent-encoded), numbers (joined by a backslash), bytes (length and CRC-32),
items (count).
"""
import sys
import warnings
import zlib
from urllib.parse import quote

import pydicom
from pydicom.multival import MultiValue

warnings.simplefilter("ignore")
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
TEXT = {"AE", "AS", "CS", "DA", "DT", "LO", "LT", "PN", "SH", "ST", "TM", "UC", "UI", "UR", "UT"}
NUMBERS = {"AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV", "DS", "IS"}


def values(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (MultiValue, list, tuple)) else [value]


def show(file, path, dataset):
    for tag in sorted(dataset.keys()):
        try:
            element = dataset[tag]
        except Exception:
            continue
        here = "%s(%04X,%04X)" % (path, tag.group, tag.element)
        vr = element.VR
        if vr == "SQ":
            print(file, here, vr, "items", len(element.value), sep="\t")
            for number, item in enumerate(element.value, 1):
                show(file, "%s[%d]." % (here, number), item)
        elif isinstance(element.value, bytes):
            crc = zlib.crc32(element.value) & 0xFFFFFFFF
            print(file, here, vr, "bytes", "%d %08x" % (len(element.value), crc), sep="\t")
        elif vr in NUMBERS or vr.startswith("US or"):
            numbers = [v for v in values(element.value) if not isinstance(v, str) or v.strip()]
            try:
                text = "\\".join(repr(float(v)) for v in numbers)
            except ValueError:
                continue  # malformed: there is nothing to compare with
            print(file, here, vr, "numbers", text, sep="\t")
        elif vr in TEXT:
            text = "\\".join(str(v).strip(" \0") for v in values(element.value))
            print(file, here, vr, "text", quote(text), sep="\t")


for line in sys.stdin:
    name = line.rstrip("\n")
    try:
        read = pydicom.dcmread(name, force=True)
    except Exception:
        continue
    show(name, "", read)
