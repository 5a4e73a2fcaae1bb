package health.webqx.imaging.dicom.pixel;

/** Numbers as bytes. */
final class Words {
    private Words() {}

    static byte[] littleEndian(int bits, int... values) {
        int width = bits / 8;
        byte[] bytes = new byte[values.length * width];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (values[i / width] >> (8 * (i % width)));
        }
        return bytes;
    }
}
