package health.webqx.imaging.dicom.codec.jpeg2000;

import java.util.List;

/** A resolution of a tile's component: what its subbands add to the one below (T.800 B.5). */
record Resolution(Area area, List<Subband> subbands) {
    Resolution {
        subbands = List.copyOf(subbands);
    }
}
