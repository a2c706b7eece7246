"""Reads the samples of a Contec .ECG file with the standard library only.

One line per stored lead: rhythm, lead, samples per second, scale and unit, then the integers around
zero; 0 stands where nothing was recorded.
"""
import struct
import sys

data = open(sys.argv[1], "rb").read()
rows = list(struct.iter_unpack("<8H", data[43:-37]))
for number, name in enumerate("II III V1 V2 V3 V4 V5 V6".split()):
    column = (row[number] for row in rows)
    print("rhythm", name, 800, 5, "uV", *(0 if value == 26624 else value - 2048 for value in column))
