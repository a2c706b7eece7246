"""Reads the waveforms of an HL7 v2 result with the standard library only, to compare our reader with.

One line per channel: rhythm, name, samples per second, sensitivity and unit, then the integers (NA and MA).
"""
import sys

data = open(sys.argv[1], "rb").read()
text = data.decode("gb18030" if b"GB 18030" in data.split(b"\r")[0] else "utf-8")
rows = [s.split("|") for s in text.split("\r") if s.startswith("OBX|")]
channels = [c.split("^") for r in rows if r[2] == "CD" for c in r[5].split("~")]
scale, unit = channels[0][2].split("&")
for row in rows:
    if row[2] == "NA":
        leads = [one.split("^") for one in row[5].split("~")]
    elif row[2] == "MA":
        leads = list(zip(*(one.split("^") for one in row[5].split("~"))))
    else:
        continue
    for channel, samples in zip(channels, leads):
        print("rhythm", channel[0].split("&")[1], channels[0][4], scale, unit, *samples)
