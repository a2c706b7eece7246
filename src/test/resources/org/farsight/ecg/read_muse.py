"""Reads the leads of a GE MUSE XML file with the standard library only, to compare our reader with.

One line per lead, those of the rhythm first: waveform type, lead, samples per second, scale and unit, then the integers.
"""
import base64
import struct
import sys
import xml.etree.ElementTree as ET

waveforms = ET.parse(sys.argv[1]).getroot().iter("Waveform")
for waveform in sorted(waveforms, key=lambda w: w.find("WaveformType").text != "Rhythm"):
    rate = float(waveform.find("SampleBase").text) * 10 ** int(waveform.find("SampleExponent").text)
    for lead in waveform.iter("LeadData"):
        raw = base64.b64decode(lead.find("WaveFormData").text)
        print(waveform.find("WaveformType").text, lead.find("LeadID").text, rate,
              lead.find("LeadAmplitudeUnitsPerBit").text, "uV",
              *struct.unpack("<%dh" % (len(raw) // 2), raw))
