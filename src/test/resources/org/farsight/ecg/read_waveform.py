"""Reads the multiplex groups of a DICOM waveform object with pydicom and struct alone.

One line per channel: rhythm|further by Waveform Originality, the SCP-ECG number at the end of the
source code, samples per second, sensitivity times correction factor, unit, then the raw integers.
"""
import struct
import sys
from decimal import Decimal

import pydicom

FORMATS = {"SB": "b", "UB": "B", "SS": "h", "US": "H", "SL": "i", "UL": "I"}

dataset = pydicom.dcmread(sys.argv[1])
order = "<" if dataset.is_little_endian else ">"
for group in dataset.WaveformSequence:
    channels = group.NumberOfWaveformChannels
    count = channels * group.NumberOfWaveformSamples
    kind = FORMATS[group.WaveformSampleInterpretation]
    size = struct.calcsize(kind)
    values = struct.unpack(order + str(count) + kind, group.WaveformData[:count * size])
    for index, channel in enumerate(group.ChannelDefinitionSequence):
        source = channel.ChannelSourceSequence[0]
        number = source.CodeValue.replace(":", "-").rsplit("-", 1)[-1]
        scale = Decimal(str(channel.ChannelSensitivity.original_string))
        if "ChannelSensitivityCorrectionFactor" in channel:
            scale *= Decimal(str(channel.ChannelSensitivityCorrectionFactor.original_string))
        unit = channel.ChannelSensitivityUnitsSequence[0].CodeValue
        word = "rhythm" if group.WaveformOriginality == "ORIGINAL" else "further"
        samples = values[index::channels]
        print(word, number, Decimal(str(group.SamplingFrequency.original_string)), scale, unit,
              " ".join(str(v) for v in samples))
