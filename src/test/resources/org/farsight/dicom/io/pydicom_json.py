"""Reads lines "to FILE" or "from FILE": prints the file's data set as DICOM JSON, or reads DICOM
JSON and writes it beside, as FILE.dcm in explicit VR little endian."""
import json
import sys
import warnings

import pydicom
from pydicom import config

warnings.simplefilter("ignore")
config.settings.reading_validation_mode = config.IGNORE
config.settings.writing_validation_mode = config.IGNORE


def plain(data_set):
    """Without what has no place in JSON, or is left to the bulk data."""
    for element in list(data_set):
        if element.tag.element == 0 or element.tag in (0x7FE00010, 0x00082112):
            del data_set[element.tag]
    return data_set


for line in sys.stdin:
    way, path = line.rstrip("\n").split(" ", 1)
    if way == "to":
        try:
            data_set = plain(pydicom.dcmread(path, force=True))
            text = data_set.to_json(bulk_data_threshold=1 << 30, suppress_invalid_tags=False)
        except Exception as problem:  # what pydicom cannot write is no measure for others
            sys.stderr.write("%s: %s\n" % (path, problem))
            continue
        print(path + "\t" + text)
    else:
        with open(path, encoding="utf-8") as source:
            data_set = pydicom.Dataset.from_json(json.load(source)[0])
        data_set.is_implicit_VR = False
        data_set.is_little_endian = True
        data_set.save_as(path + ".dcm")
        print(path)
