"""Reads an encapsulated report by pydicom, every value checked; prints what a viewer would ask for."""
import hashlib
import sys

import pydicom

pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE
dataset = pydicom.dcmread(sys.stdin.read().strip())
for element in dataset.iterall():
    element.value
length = int(dataset.EncapsulatedDocumentLength)
pdf = bytes(dataset.EncapsulatedDocument)[:length]
print(dataset.SOPClassUID.name)
print(dataset.StudyInstanceUID)
print(dataset.PatientName)
print(dataset.DocumentTitle)
print(dataset.VerificationFlag, dataset.MIMETypeOfEncapsulatedDocument, pdf[:5].decode())
print(hashlib.sha256(pdf).hexdigest())
