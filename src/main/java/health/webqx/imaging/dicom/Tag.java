package health.webqx.imaging.dicom;

/**
 * Attribute tags by their keyword (PS3.6), as unsigned 32 bit numbers {@code ggggeeee}: those that this service names
 * itself; {@link Dictionary} knows them all. Constants are called as the standard calls them.
 */
public final class Tag {
    public static final int FileMetaInformationGroupLength = 0x00020000;
    public static final int FileMetaInformationVersion = 0x00020001;
    public static final int MediaStorageSOPClassUID = 0x00020002;
    public static final int MediaStorageSOPInstanceUID = 0x00020003;
    public static final int TransferSyntaxUID = 0x00020010;
    public static final int ImplementationClassUID = 0x00020012;
    public static final int ImplementationVersionName = 0x00020013;
    public static final int DirectoryRecordSequence = 0x00041220;
    public static final int ReferencedFileID = 0x00041500;
    public static final int SpecificCharacterSet = 0x00080005;
    public static final int ImageType = 0x00080008;
    public static final int InstanceCreationDate = 0x00080012;
    public static final int InstanceCreationTime = 0x00080013;
    public static final int SOPClassUID = 0x00080016;
    public static final int SOPInstanceUID = 0x00080018;
    public static final int StudyDate = 0x00080020;
    public static final int SeriesDate = 0x00080021;
    public static final int AcquisitionDate = 0x00080022;
    public static final int ContentDate = 0x00080023;
    public static final int AcquisitionDateTime = 0x0008002A;
    public static final int StudyTime = 0x00080030;
    public static final int SeriesTime = 0x00080031;
    public static final int AcquisitionTime = 0x00080032;
    public static final int ContentTime = 0x00080033;
    public static final int AccessionNumber = 0x00080050;
    public static final int IssuerOfAccessionNumberSequence = 0x00080051;
    public static final int QueryRetrieveLevel = 0x00080052;
    public static final int RetrieveAETitle = 0x00080054;
    public static final int InstanceAvailability = 0x00080056;
    public static final int Modality = 0x00080060;
    public static final int ModalitiesInStudy = 0x00080061;
    public static final int SOPClassesInStudy = 0x00080062;
    public static final int ConversionType = 0x00080064;
    public static final int PresentationIntentType = 0x00080068;
    public static final int Manufacturer = 0x00080070;
    public static final int InstitutionName = 0x00080080;
    public static final int InstitutionAddress = 0x00080081;
    public static final int ReferringPhysicianName = 0x00080090;
    public static final int CodeValue = 0x00080100;
    public static final int CodingSchemeDesignator = 0x00080102;
    public static final int CodingSchemeVersion = 0x00080103;
    public static final int CodeMeaning = 0x00080104;
    public static final int LongCodeValue = 0x00080119;
    public static final int URNCodeValue = 0x00080120;
    public static final int TimezoneOffsetFromUTC = 0x00080201;
    public static final int StationName = 0x00081010;
    public static final int StudyDescription = 0x00081030;
    public static final int ProcedureCodeSequence = 0x00081032;
    public static final int SeriesDescription = 0x0008103E;
    public static final int SeriesDescriptionCodeSequence = 0x0008103F;
    public static final int InstitutionalDepartmentName = 0x00081040;
    public static final int PhysiciansOfRecord = 0x00081048;
    public static final int PerformingPhysicianName = 0x00081050;
    public static final int NameOfPhysiciansReadingStudy = 0x00081060;
    public static final int OperatorsName = 0x00081070;
    public static final int ManufacturerModelName = 0x00081090;
    public static final int ReferencedStudySequence = 0x00081110;
    public static final int ReferencedPerformedProcedureStepSequence = 0x00081111;
    public static final int ReferencedSeriesSequence = 0x00081115;
    public static final int ReferencedPatientSequence = 0x00081120;
    public static final int ReferencedImageSequence = 0x00081140;
    public static final int ReferencedInstanceSequence = 0x0008114A;
    public static final int ReferencedSOPClassUID = 0x00081150;
    public static final int ReferencedSOPInstanceUID = 0x00081155;
    public static final int ReferencedFrameNumber = 0x00081160;
    public static final int RetrieveURL = 0x00081190;
    public static final int WarningReason = 0x00081196;
    public static final int FailureReason = 0x00081197;
    public static final int FailedSOPSequence = 0x00081198;
    public static final int ReferencedSOPSequence = 0x00081199;
    public static final int OtherFailuresSequence = 0x0008119A;
    public static final int DerivationDescription = 0x00082111;
    public static final int SourceImageSequence = 0x00082112;
    public static final int RecommendedDisplayFrameRate = 0x00082144;
    public static final int AnatomicRegionSequence = 0x00082218;
    public static final int AnatomicRegionModifierSequence = 0x00082220;
    public static final int PrimaryAnatomicStructureSequence = 0x00082228;
    public static final int IrradiationEventUID = 0x00083010;
    public static final int PatientName = 0x00100010;
    public static final int PatientID = 0x00100020;
    public static final int IssuerOfPatientID = 0x00100021;
    public static final int TypeOfPatientID = 0x00100022;
    public static final int IssuerOfPatientIDQualifiersSequence = 0x00100024;
    public static final int PatientBirthDate = 0x00100030;
    public static final int PatientSex = 0x00100040;
    public static final int OtherPatientIDs = 0x00101000;
    public static final int OtherPatientIDsSequence = 0x00101002;
    public static final int PatientAge = 0x00101010;
    public static final int PatientSize = 0x00101020;
    public static final int PatientWeight = 0x00101030;
    public static final int PatientAddress = 0x00101040;
    public static final int PatientTelephoneNumbers = 0x00102154;
    public static final int AdditionalPatientHistory = 0x001021B0;
    public static final int PatientComments = 0x00104000;
    public static final int PatientIdentityRemoved = 0x00120062;
    public static final int DeidentificationMethod = 0x00120063;
    public static final int DeidentificationMethodCodeSequence = 0x00120064;
    public static final int ContrastBolusAgent = 0x00180010;
    public static final int BodyPartExamined = 0x00180015;
    public static final int ScanningSequence = 0x00180020;
    public static final int SequenceVariant = 0x00180021;
    public static final int ScanOptions = 0x00180022;
    public static final int MRAcquisitionType = 0x00180023;
    public static final int SequenceName = 0x00180024;
    public static final int CineRate = 0x00180040;
    public static final int SliceThickness = 0x00180050;
    public static final int KVP = 0x00180060;
    public static final int RepetitionTime = 0x00180080;
    public static final int EchoTime = 0x00180081;
    public static final int InversionTime = 0x00180082;
    public static final int NumberOfAverages = 0x00180083;
    public static final int ImagingFrequency = 0x00180084;
    public static final int ImagedNucleus = 0x00180085;
    public static final int EchoNumbers = 0x00180086;
    public static final int MagneticFieldStrength = 0x00180087;
    public static final int SpacingBetweenSlices = 0x00180088;
    public static final int EchoTrainLength = 0x00180091;
    public static final int PixelBandwidth = 0x00180095;
    public static final int DeviceSerialNumber = 0x00181000;
    public static final int DateOfSecondaryCapture = 0x00181012;
    public static final int SecondaryCaptureDeviceManufacturer = 0x00181016;
    public static final int SoftwareVersions = 0x00181020;
    public static final int ProtocolName = 0x00181030;
    public static final int TriggerTime = 0x00181060;
    public static final int FrameTime = 0x00181063;
    public static final int FrameTimeVector = 0x00181065;
    public static final int HeartRate = 0x00181088;
    public static final int ReconstructionDiameter = 0x00181100;
    public static final int DistanceSourceToDetector = 0x00181110;
    public static final int GantryDetectorTilt = 0x00181120;
    public static final int TableHeight = 0x00181130;
    public static final int RotationDirection = 0x00181140;
    public static final int ExposureTime = 0x00181150;
    public static final int XRayTubeCurrent = 0x00181151;
    public static final int Exposure = 0x00181152;
    public static final int ExposureInuAs = 0x00181153;
    public static final int FilterType = 0x00181160;
    public static final int ImagerPixelSpacing = 0x00181164;
    public static final int FocalSpots = 0x00181190;
    public static final int ConvolutionKernel = 0x00181210;
    public static final int FlipAngle = 0x00181314;
    public static final int AcquisitionDeviceProcessingDescription = 0x00181400;
    public static final int RelativeXRayExposure = 0x00181405;
    public static final int ExposureIndex = 0x00181411;
    public static final int TargetExposureIndex = 0x00181412;
    public static final int DeviationIndex = 0x00181413;
    public static final int PositionerType = 0x00181508;
    public static final int PatientPosition = 0x00185100;
    public static final int ViewPosition = 0x00185101;
    public static final int SequenceOfUltrasoundRegions = 0x00186011;
    public static final int RegionDataType = 0x00186014;
    public static final int RegionFlags = 0x00186016;
    public static final int RegionLocationMinX0 = 0x00186018;
    public static final int RegionLocationMinY0 = 0x0018601A;
    public static final int RegionLocationMaxX1 = 0x0018601C;
    public static final int RegionLocationMaxY1 = 0x0018601E;
    public static final int PhysicalUnitsXDirection = 0x00186024;
    public static final int PhysicalUnitsYDirection = 0x00186026;
    public static final int PhysicalDeltaX = 0x0018602C;
    public static final int PhysicalDeltaY = 0x0018602E;
    public static final int TransducerType = 0x00186031;
    public static final int DetectorType = 0x00187004;
    public static final int DetectorID = 0x0018700A;
    public static final int SpiralPitchFactor = 0x00189311;
    public static final int CTDIvol = 0x00189345;
    public static final int StudyInstanceUID = 0x0020000D;
    public static final int SeriesInstanceUID = 0x0020000E;
    public static final int StudyID = 0x00200010;
    public static final int SeriesNumber = 0x00200011;
    public static final int AcquisitionNumber = 0x00200012;
    public static final int InstanceNumber = 0x00200013;
    public static final int PatientOrientation = 0x00200020;
    public static final int ImagePositionPatient = 0x00200032;
    public static final int ImageOrientationPatient = 0x00200037;
    public static final int FrameOfReferenceUID = 0x00200052;
    public static final int Laterality = 0x00200060;
    public static final int ImageLaterality = 0x00200062;
    public static final int TemporalPositionIdentifier = 0x00200100;
    public static final int NumberOfTemporalPositions = 0x00200105;
    public static final int SliceLocation = 0x00201041;
    public static final int NumberOfPatientRelatedStudies = 0x00201200;
    public static final int NumberOfStudyRelatedSeries = 0x00201206;
    public static final int NumberOfStudyRelatedInstances = 0x00201208;
    public static final int NumberOfSeriesRelatedInstances = 0x00201209;
    public static final int ImageComments = 0x00204000;
    public static final int StackID = 0x00209056;
    public static final int InStackPositionNumber = 0x00209057;
    public static final int FrameAnatomySequence = 0x00209071;
    public static final int FrameContentSequence = 0x00209111;
    public static final int PlanePositionSequence = 0x00209113;
    public static final int PlaneOrientationSequence = 0x00209116;
    public static final int DimensionIndexValues = 0x00209157;
    public static final int DimensionOrganizationUID = 0x00209164;
    public static final int DimensionIndexPointer = 0x00209165;
    public static final int FunctionalGroupPointer = 0x00209167;
    public static final int DimensionOrganizationSequence = 0x00209221;
    public static final int DimensionIndexSequence = 0x00209222;
    public static final int SamplesPerPixel = 0x00280002;
    public static final int PhotometricInterpretation = 0x00280004;
    public static final int PlanarConfiguration = 0x00280006;
    public static final int NumberOfFrames = 0x00280008;
    public static final int FrameIncrementPointer = 0x00280009;
    public static final int Rows = 0x00280010;
    public static final int Columns = 0x00280011;
    public static final int UltrasoundColorDataPresent = 0x00280014;
    public static final int PixelSpacing = 0x00280030;
    public static final int PixelAspectRatio = 0x00280034;
    public static final int BitsAllocated = 0x00280100;
    public static final int BitsStored = 0x00280101;
    public static final int HighBit = 0x00280102;
    public static final int PixelRepresentation = 0x00280103;
    public static final int SmallestImagePixelValue = 0x00280106;
    public static final int LargestImagePixelValue = 0x00280107;
    public static final int PixelPaddingValue = 0x00280120;
    public static final int PixelPaddingRangeLimit = 0x00280121;
    public static final int BurnedInAnnotation = 0x00280301;
    public static final int LongitudinalTemporalInformationModified = 0x00280303;
    public static final int PixelIntensityRelationship = 0x00281040;
    public static final int PixelIntensityRelationshipSign = 0x00281041;
    public static final int WindowCenter = 0x00281050;
    public static final int WindowWidth = 0x00281051;
    public static final int RescaleIntercept = 0x00281052;
    public static final int RescaleSlope = 0x00281053;
    public static final int RescaleType = 0x00281054;
    public static final int WindowCenterWidthExplanation = 0x00281055;
    public static final int VOILUTFunction = 0x00281056;
    public static final int RedPaletteColorLookupTableDescriptor = 0x00281101;
    public static final int GreenPaletteColorLookupTableDescriptor = 0x00281102;
    public static final int BluePaletteColorLookupTableDescriptor = 0x00281103;
    public static final int RedPaletteColorLookupTableData = 0x00281201;
    public static final int GreenPaletteColorLookupTableData = 0x00281202;
    public static final int BluePaletteColorLookupTableData = 0x00281203;
    public static final int SegmentedRedPaletteColorLookupTableData = 0x00281221;
    public static final int SegmentedGreenPaletteColorLookupTableData = 0x00281222;
    public static final int SegmentedBluePaletteColorLookupTableData = 0x00281223;
    public static final int LossyImageCompression = 0x00282110;
    public static final int LossyImageCompressionRatio = 0x00282112;
    public static final int LossyImageCompressionMethod = 0x00282114;
    public static final int ModalityLUTSequence = 0x00283000;
    public static final int LUTDescriptor = 0x00283002;
    public static final int LUTExplanation = 0x00283003;
    public static final int LUTData = 0x00283006;
    public static final int VOILUTSequence = 0x00283010;
    public static final int RepresentativeFrameNumber = 0x00286010;
    public static final int PixelMeasuresSequence = 0x00289110;
    public static final int FrameVOILUTSequence = 0x00289132;
    public static final int PixelValueTransformationSequence = 0x00289145;
    public static final int RequestingPhysician = 0x00321032;
    public static final int RequestedProcedureDescription = 0x00321060;
    public static final int RequestedProcedureCodeSequence = 0x00321064;
    public static final int ScheduledProcedureStepDescription = 0x00400007;
    public static final int ScheduledProtocolCodeSequence = 0x00400008;
    public static final int ScheduledProcedureStepID = 0x00400009;
    public static final int LocalNamespaceEntityID = 0x00400031;
    public static final int UniversalEntityID = 0x00400032;
    public static final int UniversalEntityIDType = 0x00400033;
    public static final int AssigningFacilitySequence = 0x00400036;
    public static final int ScheduledProcedureStepSequence = 0x00400100;
    public static final int PerformedProcedureStepStartDate = 0x00400244;
    public static final int PerformedProcedureStepStartTime = 0x00400245;
    public static final int PerformedProcedureStepID = 0x00400253;
    public static final int PerformedProcedureStepDescription = 0x00400254;
    public static final int PerformedProtocolCodeSequence = 0x00400260;
    public static final int RequestAttributesSequence = 0x00400275;
    public static final int AcquisitionContextSequence = 0x00400555;
    public static final int MeasurementUnitsCodeSequence = 0x004008EA;
    public static final int RequestedProcedureID = 0x00401001;
    public static final int ReasonForTheRequestedProcedure = 0x00401002;
    public static final int PlacerOrderNumberImagingServiceRequest = 0x00402016;
    public static final int FillerOrderNumberImagingServiceRequest = 0x00402017;
    public static final int RelationshipType = 0x0040A010;
    public static final int VerifyingOrganization = 0x0040A027;
    public static final int VerificationDateTime = 0x0040A030;
    public static final int ObservationDateTime = 0x0040A032;
    public static final int ValueType = 0x0040A040;
    public static final int ConceptNameCodeSequence = 0x0040A043;
    public static final int ContinuityOfContent = 0x0040A050;
    public static final int VerifyingObserverSequence = 0x0040A073;
    public static final int VerifyingObserverName = 0x0040A075;
    public static final int AuthorObserverSequence = 0x0040A078;
    public static final int ParticipantSequence = 0x0040A07A;
    public static final int VerifyingObserverIdentificationCodeSequence = 0x0040A088;
    public static final int DateTime = 0x0040A120;
    public static final int Date = 0x0040A121;
    public static final int Time = 0x0040A122;
    public static final int PersonName = 0x0040A123;
    public static final int UID = 0x0040A124;
    public static final int TextValue = 0x0040A160;
    public static final int FloatingPointValue = 0x0040A161;
    public static final int ConceptCodeSequence = 0x0040A168;
    public static final int PurposeOfReferenceCodeSequence = 0x0040A170;
    public static final int MeasuredValueSequence = 0x0040A300;
    public static final int NumericValueQualifierCodeSequence = 0x0040A301;
    public static final int NumericValue = 0x0040A30A;
    public static final int PredecessorDocumentsSequence = 0x0040A360;
    public static final int ReferencedRequestSequence = 0x0040A370;
    public static final int PerformedProcedureCodeSequence = 0x0040A372;
    public static final int CurrentRequestedProcedureEvidenceSequence = 0x0040A375;
    public static final int PertinentOtherEvidenceSequence = 0x0040A385;
    public static final int CompletionFlag = 0x0040A491;
    public static final int VerificationFlag = 0x0040A493;
    public static final int ContentTemplateSequence = 0x0040A504;
    public static final int IdenticalDocumentsSequence = 0x0040A525;
    public static final int ContentSequence = 0x0040A730;
    public static final int TemplateIdentifier = 0x0040DB00;
    public static final int ReferencedContentItemIdentifier = 0x0040DB73;
    public static final int RetrieveURI = 0x0040E010;
    public static final int DocumentTitle = 0x00420010;
    public static final int EncapsulatedDocument = 0x00420011;
    public static final int MIMETypeOfEncapsulatedDocument = 0x00420012;
    public static final int SourceInstanceSequence = 0x00420013;
    public static final int EncapsulatedDocumentLength = 0x00420015;
    public static final int ViewCodeSequence = 0x00540220;
    public static final int ViewModifierCodeSequence = 0x00540222;
    public static final int SegmentSequence = 0x00620002;
    public static final int SegmentNumber = 0x00620004;
    public static final int SegmentLabel = 0x00620005;
    public static final int ReferencedSegmentNumber = 0x0062000B;
    public static final int GraphicAnnotationSequence = 0x00700001;
    public static final int GraphicData = 0x00700022;
    public static final int GraphicType = 0x00700023;
    public static final int IconImageSequence = 0x00880200;
    public static final int PresentationLUTShape = 0x20500020;
    public static final int SharedFunctionalGroupsSequence = 0x52009229;
    public static final int PerFrameFunctionalGroupsSequence = 0x52009230;
    public static final int WaveformSequence = 0x54000100;
    public static final int WaveformData = 0x54001010;
    public static final int OverlayRows = 0x60000010;
    public static final int OverlayColumns = 0x60000011;
    public static final int OverlayType = 0x60000040;
    public static final int OverlayOrigin = 0x60000050;
    public static final int OverlayBitsAllocated = 0x60000100;
    public static final int OverlayBitPosition = 0x60000102;
    public static final int OverlayData = 0x60003000;
    public static final int ExtendedOffsetTable = 0x7FE00001;
    public static final int ExtendedOffsetTableLengths = 0x7FE00002;
    public static final int FloatPixelData = 0x7FE00008;
    public static final int DoubleFloatPixelData = 0x7FE00009;
    public static final int PixelData = 0x7FE00010;
    public static final int DigitalSignaturesSequence = 0xFFFAFFFA;
    public static final int DataSetTrailingPadding = 0xFFFCFFFC;
    public static final int Item = 0xFFFEE000;
    public static final int ItemDelimitationItem = 0xFFFEE00D;
    public static final int SequenceDelimitationItem = 0xFFFEE0DD;

    private Tag() {}

    /** The tag as eight upper-case hexadecimal digits, the form of DICOM JSON and DICOMweb queries (PS3.18 F.2.2). */
    public static String hex(int tag) {
        char[] digits = new char[8];
        for (int i = 0; i < 8; i++) {
            digits[i] = "0123456789ABCDEF".charAt(tag >>> (28 - 4 * i) & 0xF);
        }
        return new String(digits);
    }

    /**
     * The inverse of {@link #hex}, small letters accepted.
     *
     * @throws IllegalArgumentException unless the text is exactly eight hexadecimal digits
     */
    public static int parse(String hex) {
        if (hex.length() != 8) {
            throw new IllegalArgumentException("A tag has eight hexadecimal digits");
        }
        int tag = 0;
        for (int i = 0; i < 8; i++) {
            int digit = hex.charAt(i) < 128 ? Character.digit(hex.charAt(i), 16) : -1;
            if (digit < 0) {
                throw new IllegalArgumentException("A tag has eight hexadecimal digits");
            }
            tag = tag << 4 | digit;
        }
        return tag;
    }

    /** Group number odd (PS3.5 7.8). */
    public static boolean isPrivate(int tag) {
        return (tag & 0x10000) != 0;
    }

    /** Reserves a block of private elements: (odd group, 0010 to 00FF), VR LO (PS3.5 7.8.1). */
    public static boolean isPrivateCreator(int tag) {
        return isPrivate(tag) && (tag & 0xFFFF) >= 0x10 && (tag & 0xFFFF) <= 0xFF;
    }

    /** (gggg,0000), VR UL (PS3.5 7.2). */
    public static boolean isGroupLength(int tag) {
        return (tag & 0xFFFF) == 0;
    }
}
