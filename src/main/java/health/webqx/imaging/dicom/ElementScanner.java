package health.webqx.imaging.dicom;

import health.webqx.imaging.dicom.DicomException.Reason;
import health.webqx.imaging.dicom.Finding.Rule;
import java.io.IOException;

/**
 * Walks over the encoding of a data set (PS3.5 chapters 7 and 8, annex A), reads over the faults of real files and refuses
 * hostile ones, and tells a visitor what is there. For one data set and one thread.
 */
final class ElementScanner {
    private static final long UNDEFINED = 0xFFFFFFFFL;

    private final DicomInput in;
    private final ScanVisitor visitor;
    private final Findings findings;
    private final ReadOptions options;
    private boolean explicit;
    private int elements;
    private boolean stopped;
    private AmbiguousVrs ambiguous = new AmbiguousVrs(null);
    private boolean implicitSequence;

    private int tag;
    private Vr vr = Vr.UN;
    private long length;

    ElementScanner(DicomInput in, boolean explicit, ScanVisitor visitor, Findings findings, ReadOptions options) {
        this.in = in;
        this.explicit = explicit;
        this.visitor = visitor;
        this.findings = findings;
        this.options = options;
    }

    /** Up to the end of the input or the tag where options say to stop. */
    void scan() throws IOException {
        elementsUntil(in.end(), true, 0);
    }

    /** Whether the tag to stop before ended it. */
    boolean isStopped() {
        return stopped;
    }

    /** Elements of group 0002 only. */
    void scanMeta() throws IOException {
        while (in.peek(8) == 8 && in.peekedInt16(0) == 2) {
            element(in.end(), 0);
        }
    }

    /** Whether a delimiter ended it. At the top level none may be, and the end of the input is an end. */
    private boolean elementsUntil(long end, boolean topLevel, int depth) throws IOException {
        long last = -1;
        while (in.position() < end && !stopped) {
            int there = in.peek(8);
            if (there < 8) {
                lastBytes(there, topLevel);
                return false;
            }
            int next = in.peekedTag(0);
            if (next >>> 16 == 0xFFFE && delimiter(next, topLevel)) {
                return true;
            } else if (next >>> 16 != 0xFFFE) {
                if (topLevel && stopsBefore(next)) {
                    stopped = true;
                    return false;
                }
                order(last, next);
                last = Integer.toUnsignedLong(next);
                element(end, depth);
                stopped |= topLevel && options.stopBefore() != 0 && next + 1 == options.stopBefore();
            }
        }
        return false;
    }

    private boolean stopsBefore(int next) {
        return options.stopBefore() != 0 && Integer.compareUnsigned(next, options.stopBefore()) >= 0;
    }

    private void lastBytes(int there, boolean topLevel) throws IOException {
        for (int i = 0; i < there; i++) {
            if (!topLevel || in.peeked(i) != 0) {
                throw new DicomException(Reason.TRUNCATED, in.position(), "ends within an element");
            }
        }
        if (there > 0) {
            findings.add(Rule.TRAILING_PADDING, 0, in.position());
        } else if (!topLevel) {
            findings.add(Rule.MISSING_DELIMITER, Tag.ItemDelimitationItem, in.position());
        }
        in.skip(there);
    }

    private void order(long last, int next) {
        long current = Integer.toUnsignedLong(next);
        if (current < last) {
            findings.add(Rule.TAG_ORDER, next, in.position());
        }
    }

    /** Whether it ends the item; the sequence's delimiter in an item ends it too and is left for the sequence. */
    private boolean delimiter(int delimiter, boolean topLevel) throws IOException {
        if (!topLevel && delimiter == Tag.ItemDelimitationItem) {
            in.skip(8);
            return true;
        }
        if (!topLevel && (delimiter == Tag.SequenceDelimitationItem || delimiter == Tag.Item)) {
            findings.add(Rule.MISSING_DELIMITER, Tag.ItemDelimitationItem, in.position());
            return true;
        }
        if (topLevel && in.peekedInt32(4) == 0) {
            findings.add(Rule.STRAY_DELIMITER, delimiter, in.position());
            in.skip(8);
            return false;
        }
        throw new DicomException(Reason.INVALID_STRUCTURE, in.position(), "a delimiter outside of any sequence");
    }

    private void element(long end, int depth) throws IOException {
        long from = in.position();
        header();
        if (++elements > options.maxElements()) {
            throw new DicomException(Reason.TOO_LARGE, from, "more than " + options.maxElements() + " elements");
        }
        boolean undefined = length == UNDEFINED;
        if (!undefined && length > end - in.position()) {
            Reason reason = end == in.end() ? Reason.TRUNCATED : Reason.INVALID_LENGTH;
            throw new DicomException(reason, from, Tag.hex(tag) + " reaches past what is around it");
        }
        if (vr == Vr.SQ) {
            sequence(end, depth, explicit);
        } else if (undefined && (vr == Vr.UN || !explicit) && tag != Tag.PixelData) {
            sequence(end, depth, false); // PS3.5 6.2.2: of undefined length and unknown is an implicit sequence
        } else if (undefined) {
            fragments();
        } else {
            value();
        }
    }

    private void header() throws IOException {
        in.need(8);
        tag = in.peekedTag(0);
        if (!explicit) {
            vr = ambiguous.resolve(tag);
            shortHeader(in.peekedInt32(4));
            return;
        }
        Vr known = Vr.find(in.peeked(4), in.peeked(5));
        if (known == null) {
            unknownVr();
            return;
        }
        vr = known;
        if (!known.longLength()) {
            shortHeader(in.peekedInt16(6));
        } else {
            longHeader();
        }
        if (vr == Vr.UN && tag >>> 16 != 2) {
            vrOfUnknown();
        }
    }

    /** Two letters are a VR to come, with a 32 bit length (PS3.5 7.1.2); anything else is an element without VR. */
    private void unknownVr() throws IOException {
        findings.add(Rule.UNKNOWN_VR, tag, in.position());
        boolean letters = isLetter(in.peeked(4)) && isLetter(in.peeked(5));
        vr = letters ? Vr.UN : ambiguous.resolve(tag);
        if (!letters) {
            shortHeader(in.peekedInt32(4));
        } else if (in.peekedInt16(6) == 0) {
            longHeader();
        } else { // reserved bytes in use: the writer thought of a 16 bit length
            shortHeader(in.peekedInt16(6));
        }
    }

    private static boolean isLetter(int character) {
        return character >= 'A' && character <= 'Z';
    }

    /** A public element as UN is what the dictionary says, in implicit little endian (PS3.5 6.2.2). */
    private void vrOfUnknown() {
        Vr known = ambiguous.resolve(tag);
        if (known != Vr.UN && (known == Vr.SQ || !in.isBigEndian())) {
            findings.add(Rule.KNOWN_AS_UN, tag, in.position());
            if (known == Vr.SQ) {
                implicitSequence = true;
            }
            vr = known;
        }
    }

    private void shortHeader(int value) throws IOException {
        length = Integer.toUnsignedLong(value);
        in.skip(8);
    }

    private void longHeader() throws IOException {
        in.need(12);
        length = Integer.toUnsignedLong(in.peekedInt32(8));
        in.skip(12);
    }

    private void value() throws IOException {
        if (length % 2 == 1) {
            findings.add(Rule.ODD_LENGTH, tag, in.position());
        }
        ambiguous.observe(tag, length, in);
        visitor.value(tag, vr, length, in.isBigEndian() ? vr.wordSize() : 1, in);
    }

    private void sequence(long end, int depth, boolean sameEncoding) throws IOException {
        if (depth + 1 > options.maxDepth()) {
            throw new DicomException(Reason.TOO_DEEP, in.position(), "sequences deeper than " + options.maxDepth());
        }
        boolean outerExplicit = explicit;
        boolean outerBig = in.isBigEndian();
        if (implicitSequence || !sameEncoding) {
            explicit = outerExplicit && in.peek(14) == 14 && Vr.find(in.peeked(12), in.peeked(13)) != null;
            in.bigEndian(outerBig && explicit);
            implicitSequence = false;
        }
        boolean undefined = length == UNDEFINED;
        visitor.startSequence(tag);
        items(undefined ? end : in.position() + length, undefined, depth);
        visitor.endSequence();
        explicit = outerExplicit;
        in.bigEndian(outerBig);
    }

    private void items(long end, boolean undefined, int depth) throws IOException {
        while (in.position() < end) {
            int there = in.peek(8);
            if (there == 0 && undefined && end == in.end()) {
                break;
            }
            in.need(8);
            int next = in.peekedTag(0);
            if (next == Tag.SequenceDelimitationItem) {
                in.skip(8);
                if (!undefined) {
                    findings.add(Rule.STRAY_DELIMITER, next, in.position());
                    continue;
                }
                return;
            } else if (next == Tag.ItemDelimitationItem) {
                findings.add(Rule.STRAY_DELIMITER, next, in.position());
                in.skip(8);
                continue;
            } else if (next != Tag.Item) {
                if (undefined) {
                    break;
                }
                throw new DicomException(Reason.INVALID_STRUCTURE, in.position(), "no item in a sequence");
            }
            item(end, depth);
        }
        if (undefined) {
            findings.add(Rule.MISSING_DELIMITER, Tag.SequenceDelimitationItem, in.position());
        }
    }

    private void item(long end, int depth) throws IOException {
        if (++elements > options.maxElements()) {
            throw new DicomException(Reason.TOO_LARGE, in.position(), "more than the allowed items");
        }
        long itemLength = Integer.toUnsignedLong(in.peekedInt32(4));
        in.skip(8);
        boolean undefined = itemLength == UNDEFINED;
        if (!undefined && itemLength > end - in.position()) {
            Reason reason = end == in.end() ? Reason.TRUNCATED : Reason.INVALID_LENGTH;
            throw new DicomException(reason, in.position(), "an item reaches past its sequence");
        }
        AmbiguousVrs outer = ambiguous;
        ambiguous = new AmbiguousVrs(outer);
        visitor.startItem();
        long itemEnd = undefined ? end : in.position() + itemLength;
        boolean delimited = elementsUntil(itemEnd, false, depth + 1);
        if (undefined && !delimited && in.position() >= end) {
            findings.add(Rule.MISSING_DELIMITER, Tag.ItemDelimitationItem, in.position());
        }
        visitor.endItem();
        ambiguous = outer;
    }

    private void fragments() throws IOException {
        visitor.startFragments(tag, vr);
        while (true) {
            in.need(8);
            int next = in.peekedTag(0);
            long fragmentLength = Integer.toUnsignedLong(in.peekedInt32(4));
            if (next == Tag.SequenceDelimitationItem) {
                in.skip(8);
                break;
            }
            if (next != Tag.Item || fragmentLength == UNDEFINED) {
                throw new DicomException(Reason.INVALID_STRUCTURE, in.position(), "no fragment in encapsulated data");
            }
            if (++elements > options.maxElements()) {
                throw new DicomException(Reason.TOO_LARGE, in.position(), "more than the allowed fragments");
            }
            in.skip(8);
            if (fragmentLength > in.end() - in.position()) {
                throw new DicomException(Reason.TRUNCATED, in.position(), "a fragment reaches past the end");
            }
            visitor.fragment(fragmentLength, in);
        }
        visitor.endFragments();
    }
}
