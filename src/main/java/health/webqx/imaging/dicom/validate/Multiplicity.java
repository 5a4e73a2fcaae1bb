package health.webqx.imaging.dicom.validate;

/** Value multiplicity as PS3.6 writes it (PS3.5 6.4): {@code 1}, {@code 1-3}, {@code 1-n}, {@code 2-2n}, {@code 1-n or 1}. */
final class Multiplicity {
    private Multiplicity() {}

    static boolean allows(String vm, int count) {
        for (String alternative : vm.split(" or ", -1)) {
            if (allowsOne(alternative.strip(), count)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allowsOne(String vm, int count) {
        int dash = vm.indexOf('-');
        int least = Integer.parseInt(dash < 0 ? vm : vm.substring(0, dash));
        String most = dash < 0 ? vm : vm.substring(dash + 1);
        if (!most.endsWith("n")) {
            return count >= least && count <= Integer.parseInt(most);
        }
        int step = most.length() == 1 ? 1 : Integer.parseInt(most.substring(0, most.length() - 1));
        return count >= least && count % step == 0;
    }
}
