package health.webqx.imaging.dicom;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Values as numbers, from little endian bytes or from characters (PS3.5 6.2). */
final class Numbers {
    private Numbers() {}

    static List<Long> longs(Element element, SpecificCharacterSet characterSet) {
        List<Long> numbers = new ArrayList<>();
        for (String text : texts(element, characterSet)) {
            try {
                numbers.add(new BigDecimal(text).longValueExact());
            } catch (ArithmeticException | NumberFormatException e) {
                return List.of();
            }
        }
        return numbers;
    }

    static List<Double> decimals(Element element, SpecificCharacterSet characterSet) {
        List<Double> numbers = new ArrayList<>();
        for (String text : texts(element, characterSet)) {
            try {
                numbers.add(Double.valueOf(text));
            } catch (NumberFormatException e) {
                return List.of();
            }
        }
        return numbers;
    }

    private static List<String> texts(Element element, SpecificCharacterSet characterSet) {
        if (Texts.readAs(element) == Vr.AT && element.value() instanceof Value.Bytes bytes) {
            return tags(bytes.array()).stream().map(Integer::toUnsignedString).toList();
        }
        return Texts.of(element, characterSet);
    }

    /** Binary values of that VR as decimal text, tags as eight digits; bytes after the last whole value are left out. */
    static List<String> texts(Vr vr, byte[] bytes) {
        if (vr == Vr.AT) {
            return tags(bytes).stream().map(Tag::hex).toList();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int size = vr.wordSize();
        List<String> values = new ArrayList<>(bytes.length / size);
        for (int at = 0; at + size <= bytes.length; at += size) {
            values.add(text(vr, buffer, at));
        }
        return values;
    }

    private static String text(Vr vr, ByteBuffer buffer, int at) {
        return switch (vr) {
            case US -> Integer.toString(Short.toUnsignedInt(buffer.getShort(at)));
            case SS -> Short.toString(buffer.getShort(at));
            case UL -> Integer.toUnsignedString(buffer.getInt(at));
            case SL -> Integer.toString(buffer.getInt(at));
            case UV -> Long.toUnsignedString(buffer.getLong(at));
            case SV -> Long.toString(buffer.getLong(at));
            case FL -> Float.toString(buffer.getFloat(at));
            case FD -> Double.toString(buffer.getDouble(at));
            default -> throw new IllegalArgumentException(vr + " is not numeric");
        };
    }

    private static List<Integer> tags(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> tags = new ArrayList<>(bytes.length / 4);
        for (int at = 0; at + 4 <= bytes.length; at += 4) {
            tags.add(Short.toUnsignedInt(buffer.getShort(at)) << 16 | Short.toUnsignedInt(buffer.getShort(at + 2)));
        }
        return tags;
    }

    /** @throws IllegalArgumentException for text that is no number of that VR or out of its range */
    static byte[] encode(Vr vr, List<String> values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.size() * (vr == Vr.AT ? 4 : vr.wordSize()));
        buffer.order(ByteOrder.LITTLE_ENDIAN);
        for (String value : values) {
            put(vr, value, buffer);
        }
        return buffer.array();
    }

    private static void put(Vr vr, String value, ByteBuffer buffer) {
        switch (vr) {
            case AT -> {
                int tag = Tag.parse(value);
                buffer.putShort((short) (tag >>> 16)).putShort((short) tag);
            }
            case FL -> buffer.putFloat(Float.parseFloat(value));
            case FD -> buffer.putDouble(Double.parseDouble(value));
            case US -> buffer.putShort((short) within(value, 0, 0xFFFF));
            case SS -> buffer.putShort((short) within(value, Short.MIN_VALUE, Short.MAX_VALUE));
            case UL -> buffer.putInt((int) within(value, 0, 0xFFFFFFFFL));
            case SL -> buffer.putInt((int) within(value, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case SV -> buffer.putLong(within(value, Long.MIN_VALUE, Long.MAX_VALUE));
            case UV -> buffer.putLong(unsigned(value));
            default -> throw new IllegalArgumentException(vr + " is not numeric");
        }
    }

    private static long within(String value, long least, long most) {
        BigDecimal number = new BigDecimal(value);
        if (number.precision() - (long) number.scale() > 20 || number.scale() > 400) {
            throw new IllegalArgumentException("Number out of the range of its VR");
        }
        BigInteger exact = whole(number);
        if (exact.compareTo(BigInteger.valueOf(least)) < 0 || exact.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new IllegalArgumentException("Number out of the range of its VR");
        }
        return exact.longValue();
    }

    private static long unsigned(String value) {
        if (value.length() > 20) {
            throw new IllegalArgumentException("Number out of the range of its VR");
        }
        BigInteger exact = new BigInteger(value);
        if (exact.signum() < 0 || exact.bitLength() > 64) {
            throw new IllegalArgumentException("Number out of the range of its VR");
        }
        return exact.longValue();
    }

    private static BigInteger whole(BigDecimal number) {
        try {
            return number.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("No whole number", e);
        }
    }
}
