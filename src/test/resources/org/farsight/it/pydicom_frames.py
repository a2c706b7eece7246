"""Prints for each file named on standard input its frames as pydicom cuts them: file, number of the
frame from 1 and SHA-256 of its bytes (native ones in little endian), separated by tabs."""
import hashlib
import sys
import warnings

import pydicom
from pydicom import config
from pydicom.encaps import generate_pixel_data_frame

warnings.simplefilter("ignore")
config.settings.reading_validation_mode = config.IGNORE


def frames(data_set):
    number = int(data_set.get("NumberOfFrames", 1) or 1)
    if data_set.file_meta.TransferSyntaxUID.is_encapsulated:
        return list(generate_pixel_data_frame(data_set.PixelData, number))
    pixels = data_set.PixelData
    if not data_set.is_little_endian and data_set["PixelData"].VR == "OW":
        swapped = bytearray(pixels)
        swapped[0::2], swapped[1::2] = pixels[1::2], pixels[0::2]
        pixels = bytes(swapped)
    bits = data_set.Rows * data_set.Columns * data_set.SamplesPerPixel * data_set.BitsAllocated
    length = bits // 8
    return [pixels[i * length:(i + 1) * length] for i in range(number)]


for line in sys.stdin:
    path = line.rstrip("\n")
    try:
        for number, frame in enumerate(frames(pydicom.dcmread(path)), 1):
            print(path, number, hashlib.sha256(frame).hexdigest(), sep="\t")
    except Exception as problem:  # what pydicom cannot cut is no measure for others
        sys.stderr.write("%s: %s\n" % (path, problem))
