"""Reads lines "ROOT SITE FILE" and sends each file to the DICOMweb server as metadata and bulk data,
retrieves it, and prints what differs from the file: one line for each, "FILE" and a tab and "same",
or what is not."""
import io
import json
import sys
import urllib.request
import uuid
import warnings

import pydicom
from pydicom import config
from pydicom.encaps import generate_pixel_data_frame

warnings.simplefilter("ignore")
config.settings.reading_validation_mode = config.IGNORE
config.settings.writing_validation_mode = config.IGNORE

MEDIA = {
    "1.2.840.10008.1.2.4.50": "image/jpeg",
    "1.2.840.10008.1.2.4.51": "image/jpeg",
    "1.2.840.10008.1.2.4.57": "image/jpeg",
    "1.2.840.10008.1.2.4.70": "image/jpeg",
    "1.2.840.10008.1.2.4.80": "image/jls",
    "1.2.840.10008.1.2.4.81": "image/jls",
    "1.2.840.10008.1.2.4.90": "image/jp2",
    "1.2.840.10008.1.2.4.91": "image/jp2",
    "1.2.840.10008.1.2.5": "image/dicom-rle",
}
# in transfer syntaxes of these families one part names it, the other leaves it to the server
BY_IMAGE = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80")


def little(big, element):
    """The value field in little endian."""
    value = element.value
    if big and element.VR == "OW":
        swapped = bytearray(value)
        swapped[0::2], swapped[1::2] = value[1::2], value[0::2]
        value = bytes(swapped)
    return value


def frames(data_set):
    count = int(data_set.get("NumberOfFrames", 1))
    return list(generate_pixel_data_frame(data_set.PixelData, count))


def request(data_set):
    """Boundary and body."""
    parts = []
    big = not data_set.is_little_endian
    syntax = data_set.file_meta.TransferSyntaxUID if "TransferSyntaxUID" in data_set.file_meta else ""

    def bulk(element):
        location = "bulk/%d" % len(parts)
        if element.tag == 0x7FE00010 and syntax.is_encapsulated:
            media = MEDIA[syntax]
            if syntax not in BY_IMAGE:
                media += "; transfer-syntax=" + syntax
            for frame in frames(data_set):
                parts.append((location, media, frame))
        else:
            parts.append((location, "application/octet-stream", little(big, element)))
        return location

    for element in list(data_set):
        if element.tag.element == 0:
            del data_set[element.tag]
    metadata = json.dumps(
        [data_set.to_json_dict(bulk_data_threshold=200, bulk_data_element_handler=bulk,
                               suppress_invalid_tags=False)], ensure_ascii=False)
    boundary = uuid.uuid4().hex
    body = io.BytesIO()
    body.write(("--%s\r\nContent-Type: application/dicom+json\r\n\r\n" % boundary).encode())
    body.write(metadata.encode("utf-8"))
    for location, media, content in parts:
        head = "\r\n--%s\r\nContent-Type: %s\r\nContent-Location: %s\r\n\r\n"
        body.write((head % (boundary, media, location)).encode())
        body.write(content)
    body.write(("\r\n--%s--\r\n" % boundary).encode())
    return boundary, body.getvalue()


def post(root, site, boundary, body):
    asked = urllib.request.Request(
        root + "/studies?site=" + site, data=body, method="POST",
        headers={"Content-Type":
                 "multipart/related; type=\"application/dicom+json\"; boundary=" + boundary,
                 "Accept": "application/dicom+json"})
    with urllib.request.urlopen(asked) as answer:
        told = json.load(answer)
        if answer.status != 200 or answer.headers.get("Warning"):
            raise ValueError("answered %d %s" % (answer.status, answer.headers.get("Warning")))
    return told["00081199"]["Value"][0]["00081190"]["Value"][0]


def retrieve(url):
    asked = urllib.request.Request(
        url, headers={"Accept": "application/dicom; transfer-syntax=*"})
    with urllib.request.urlopen(asked) as answer:
        return pydicom.dcmread(io.BytesIO(answer.read()))


def text(value):
    if isinstance(value, pydicom.multival.MultiValue):
        return [text(one) for one in value]
    if isinstance(value, float):  # DS
        return float(value)
    return str(value).strip() if value is not None else ""


def difference(one, other, big):
    tags = {tag for tag in list(one.keys()) + list(other.keys())
            if tag.element != 0 and tag != 0x00080005}
    for tag in sorted(tags):
        if tag not in one or tag not in other:
            return "%s is in one only" % tag
        a, b = one[tag], other[tag]
        if a.VR == "SQ":
            if len(a.value) != len(b.value):
                return "%s has other items" % tag
            for x, y in zip(a.value, b.value):
                found = difference(x, y, big)
                if found:
                    return "%s %s" % (tag, found)
        elif isinstance(a.value, bytes) and isinstance(b.value, bytes):
            mine = little(big, a)
            if tag != 0x7FE00010 and mine + b"\0" * (len(mine) % 2) != b.value:
                return "%s has other bytes" % tag
        elif text(a.value) != text(b.value):
            return "%s has another value" % tag
    return ""


def pixels(one, other):
    if "PixelData" not in one:
        return ""
    if one.file_meta.TransferSyntaxUID.is_encapsulated:
        if one.file_meta.TransferSyntaxUID != other.file_meta.TransferSyntaxUID:
            return "another transfer syntax"
        pad = [frame + b"\0" * (len(frame) % 2) for frame in frames(one)]
        return "" if pad == frames(other) else "other frames"
    mine = little(not one.is_little_endian, one[0x7FE00010])
    return "" if mine + b"\0" * (len(mine) % 2) == other.PixelData else "other pixels"


for line in sys.stdin:
    root, site, path = line.rstrip("\n").split(" ", 2)
    try:
        data_set = pydicom.dcmread(path)
        data_set.SOPInstanceUID = pydicom.uid.generate_uid()  # some samples are of one object
        url = post(root, site, *request(data_set))
        if post(root, site, *request(data_set)) != url:
            raise ValueError("another place for the same again")
        got = retrieve(url)
        data_set.decode()
        got.decode()
        print(path, difference(data_set, got, not data_set.is_little_endian) or pixels(data_set, got) or "same", sep="\t")
    except Exception as problem:
        detail = problem.read().decode()[:300] if hasattr(problem, "read") else ""
        print(path, "%s: %s %s" % (type(problem).__name__, problem, detail), sep="\t")
