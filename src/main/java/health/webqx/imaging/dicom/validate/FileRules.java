package health.webqx.imaging.dicom.validate;

import health.webqx.imaging.dicom.DataSet;
import health.webqx.imaging.dicom.DicomFile;
import health.webqx.imaging.dicom.Finding;
import health.webqx.imaging.dicom.Tag;
import health.webqx.imaging.dicom.TransferSyntax;
import java.util.List;
import java.util.Optional;

/** Structure of the file and its meta information (PS3.10 chapter 7), and what had to be read over. */
final class FileRules {
    private static final String META = "PS3.10 7.1";
    private static final List<Integer> REQUIRED = List.of(
            Tag.FileMetaInformationGroupLength,
            Tag.FileMetaInformationVersion,
            Tag.MediaStorageSOPClassUID,
            Tag.MediaStorageSOPInstanceUID,
            Tag.TransferSyntaxUID,
            Tag.ImplementationClassUID);

    private FileRules() {}

    static void check(DicomFile file, Violations violations) {
        file.findings().forEach(finding -> readOver(finding, violations));
        if (file.meta().isEmpty()) {
            return; // NO_META tells
        }
        for (int tag : REQUIRED) {
            if (!file.meta().contains(tag)
                    || file.meta().find(tag).orElseThrow().isEmpty()) {
                violations.error(tag, "required in the file meta information, and missing or empty", META);
            }
        }
        same(file, Tag.MediaStorageSOPClassUID, Tag.SOPClassUID, violations);
        same(file, Tag.MediaStorageSOPInstanceUID, Tag.SOPInstanceUID, violations);
        file.meta()
                .uid(Tag.TransferSyntaxUID)
                .filter(uid -> TransferSyntax.list().stream()
                        .noneMatch(known -> known.uid().equals(uid)))
                .ifPresent(uid -> violations.warning(
                        Tag.TransferSyntaxUID, "a transfer syntax that is not known here", "PS3.6 A"));
    }

    private static void same(DicomFile file, int metaTag, int tag, Violations violations) {
        DataSet dataSet = file.dataSet();
        Optional<String> declared = file.meta().string(metaTag);
        if (declared.isPresent() && dataSet.contains(tag) && !declared.equals(dataSet.string(tag))) {
            violations.error(metaTag, "not the same as " + Tag.hex(tag) + " of the data set", META);
        }
    }

    private static void readOver(Finding finding, Violations violations) {
        int tag = finding.tag();
        switch (finding.rule()) {
            case NO_PREAMBLE -> violations.error(0, "no preamble and prefix", META);
            case NO_META -> violations.error(0, "no file meta information", META);
            case META_GROUP_LENGTH -> violations.error(tag, "missing or not the length of the group", META);
            case NO_TRANSFER_SYNTAX -> violations.error(tag, "missing; the encoding was guessed", META);
            case OTHER_ENCODING -> violations.error(tag, "not how the data set is encoded", META);
            case ODD_LENGTH -> violations.error(tag, "a value of odd length", "PS3.5 7.1.1");
            case UNKNOWN_VR -> violations.error(tag, "a VR that is not defined", "PS3.5 7.1.2");
            case KNOWN_AS_UN -> violations.warning(tag, "VR UN although the VR is known", "PS3.5 6.2.2");
            case TAG_ORDER -> violations.error(tag, "not in ascending order of tags", "PS3.5 7.1");
            case DUPLICATE_TAG -> violations.error(tag, "there twice", "PS3.5 7.1");
            case MISSING_DELIMITER -> violations.error(tag, "a sequence or item without its end", "PS3.5 7.5");
            case STRAY_DELIMITER -> violations.error(tag, "an end of no sequence or item", "PS3.5 7.5");
            case TRAILING_PADDING -> violations.error(0, "bytes after the last element", "PS3.10 7.2");
            case UNKNOWN_CHARACTER_SET -> violations.error(tag, "a term that is not defined", "PS3.3 C.12.1.1.2");
        }
    }
}
