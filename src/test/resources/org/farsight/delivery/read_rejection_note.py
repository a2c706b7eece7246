# What a rejection note says, one line each: class, title, study, patient, template; then each
# referenced object as the evidence lists it, then as the content lists it.
import sys
import pydicom

pydicom.config.settings.reading_validation_mode = pydicom.config.RAISE
note = pydicom.dcmread(sys.stdin.readline().strip())
for element in note.iterall():
    element.value
title = note.ConceptNameCodeSequence[0]
print(note.file_meta.MediaStorageSOPClassUID.name, note.Modality)
print(title.CodeValue, title.CodingSchemeDesignator, title.CodeMeaning)
print(note.StudyInstanceUID)
print(note.PatientID, note.PatientName)
print(note.ContentTemplateSequence[0].MappingResource, note.ContentTemplateSequence[0].TemplateIdentifier)
print(note.ContentDate, note.ContentTime)
for study in note.CurrentRequestedProcedureEvidenceSequence:
    assert study.StudyInstanceUID == note.StudyInstanceUID
    for series in study.ReferencedSeriesSequence:
        for item in series.ReferencedSOPSequence:
            print("evidence", series.SeriesInstanceUID, item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID)
for item in note.ContentSequence:
    reference = item.ReferencedSOPSequence[0]
    print(item.RelationshipType, item.ValueType, reference.ReferencedSOPClassUID, reference.ReferencedSOPInstanceUID)
