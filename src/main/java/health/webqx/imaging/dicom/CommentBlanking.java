package health.webqx.imaging.dicom;

/**
 * Puts zeros in the place of comments and application data in compressed frames: JPEG and JPEG-LS (ISO 10918-1 B.2.4,
 * 14495-1 C), JPEG 2000 (15444-1 A.9.2). Lengths stay as they are, and so do offset tables. What decoding needs stays: JFIF,
 * Adobe's and SPIFF's segments, colour profiles. Fragments come one after the other; for one thread.
 */
final class CommentBlanking implements Rewriting.PixelChange {
    private enum State {
        FIRST,
        SECOND,
        MARKER,
        CODE,
        LENGTH_HIGH,
        LENGTH_LOW,
        PAYLOAD,
        CODED,
        CODED_MARKER,
        AFTER_END,
        PASSING
    }

    private static final int JPEG = 0xD8;
    private static final int JPEG_2000 = 0x4F;

    private State state = State.FIRST;
    private int format;
    private int code;
    private int left;
    private int kept;

    /** A fragment begins: a new frame, unless the header of the last one is still going on. */
    void nextFragment() {
        if (state == State.CODED || state == State.CODED_MARKER || state == State.AFTER_END || state == State.PASSING) {
            state = State.FIRST;
        }
    }

    @Override
    public void change(byte[] bytes, int from, int count, long position) {
        for (int i = from; i < from + count && state != State.PASSING; i++) {
            if (state == State.AFTER_END) {
                bytes[i] = 0;
            } else if (state == State.PAYLOAD) {
                payload(bytes, i);
            } else {
                structure(bytes[i] & 0xFF);
            }
        }
    }

    private void payload(byte[] bytes, int i) {
        if (kept > 0) {
            kept--;
        } else if (isBlank()) {
            bytes[i] = 0;
        }
        if (--left == 0) {
            segmentEnd();
        }
    }

    private void structure(int b) {
        state = switch (state) {
            case FIRST -> b == 0xFF ? State.SECOND : State.PASSING;
            case SECOND -> begun(b);
            case MARKER -> b == 0xFF ? State.CODE : State.PASSING;
            case CODE -> b == 0xFF ? State.CODE : marker(b);
            case LENGTH_HIGH -> {
                left = b << 8;
                yield State.LENGTH_LOW;
            }
            case LENGTH_LOW -> {
                left = (left | b) - 2;
                kept = format == JPEG_2000 ? 2 : 0; // which alphabet the comment is in
                yield left > 0 ? State.PAYLOAD : left == 0 ? afterSegment() : State.PASSING;
            }
            case CODED -> b == 0xFF ? State.CODED_MARKER : State.CODED;
            case CODED_MARKER -> b == 0xFF ? State.CODED_MARKER : b < 0xC0 || isRestart(b) ? State.CODED : marker(b);
            default -> state;
        };
    }

    private State begun(int b) {
        format = b;
        return b == JPEG || b == JPEG_2000 ? State.MARKER : State.PASSING;
    }

    private State marker(int b) {
        code = b;
        if (format == JPEG_2000) {
            return b == 0x90 || b == 0x93 ? State.PASSING : State.LENGTH_HIGH; // start of a tile
        } else if (b == 0xD9) {
            return State.AFTER_END;
        }
        return isRestart(b) || b == 0x01 ? State.MARKER : State.LENGTH_HIGH;
    }

    private void segmentEnd() {
        state = afterSegment();
    }

    /** After the header of a scan comes what is coded. */
    private State afterSegment() {
        return format == JPEG && code == 0xDA ? State.CODED : State.MARKER;
    }

    private boolean isBlank() {
        if (format == JPEG_2000) {
            return code == 0x64;
        }
        boolean needed = code == 0xE0 || code == 0xE2 || code == 0xE8 || code == 0xEE;
        return code == 0xFE || (code >= 0xE0 && code <= 0xEF && !needed);
    }

    private static boolean isRestart(int b) {
        return b >= 0xD0 && b <= 0xD7;
    }
}
