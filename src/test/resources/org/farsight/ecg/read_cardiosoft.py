"""Reads the leads of a GE CardioSoft XML file with the standard library only.

One line per lead, those of the rhythm first: part, lead, samples per second, scale and unit, then
the integers.
"""
import sys
import xml.etree.ElementTree as ET

root = ET.parse(sys.argv[1]).getroot()
for part in root.findall("StripData") + root.findall("RestingECGMeasurements/MedianSamples"):
    for data in part.findall("WaveformData"):
        print(part.tag, data.get("lead"), part.find("SampleRate").text, part.find("Resolution").text,
              "uV", *(int(word) for word in data.text.split(",")))
