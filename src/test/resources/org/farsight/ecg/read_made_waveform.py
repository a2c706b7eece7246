"""Reads the channels of a DICOM waveform object by pydicom's own decoder, every value checked.

One line per channel: rhythm|further by Waveform Originality, Channel Label, samples per second,
sensitivity times correction factor, unit, then the raw integers.
"""
import sys
from decimal import Decimal

import pydicom
from pydicom.waveforms.numpy_handler import multiplex_array

pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE
dataset = pydicom.dcmread(sys.argv[1])
for element in dataset.iterall():
    element.value
for number, group in enumerate(dataset.WaveformSequence):
    samples = multiplex_array(dataset, number, as_raw=True)
    for index, channel in enumerate(group.ChannelDefinitionSequence):
        scale = Decimal(str(channel.ChannelSensitivity.original_string))
        scale *= Decimal(str(channel.ChannelSensitivityCorrectionFactor.original_string))
        word = "rhythm" if group.WaveformOriginality == "ORIGINAL" else "further"
        print(word, str(channel.ChannelLabel).replace(" ", "_"),
              Decimal(str(group.SamplingFrequency.original_string)), scale,
              channel.ChannelSensitivityUnitsSequence[0].CodeValue,
              " ".join(str(v) for v in samples[:, index]))
