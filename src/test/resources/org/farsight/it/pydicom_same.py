"""Reads lines of two files and a tab between; prints those whose data sets differ for pydicom, with
the first tag that does. Transfer syntax and VRs of private elements may differ."""
import sys
import warnings

import pydicom
from pydicom import config

warnings.simplefilter("ignore")
config.settings.reading_validation_mode = config.IGNORE


def difference(one, other):
    tags = {tag for tag in list(one.keys()) + list(other.keys()) if tag.element != 0}
    for tag in sorted(tags):
        if tag not in one or tag not in other:
            return tag
        a, b = one[tag], other[tag]
        if a.VR == "SQ":
            if len(a.value) != len(b.value):
                return tag
            for x, y in zip(a.value, b.value):
                if difference(x, y) is not None:
                    return tag
        elif tag == 0x7FE00010:
            if one.is_little_endian == other.is_little_endian and a.value != b.value:
                return tag
        elif a.VR == b.VR and a.value != b.value:
            return tag
    return None


for line in sys.stdin:
    first, second = line.rstrip("\n").split("\t")
    found = difference(pydicom.dcmread(first, force=True), pydicom.dcmread(second))
    if found is not None:
        print(first, found)
