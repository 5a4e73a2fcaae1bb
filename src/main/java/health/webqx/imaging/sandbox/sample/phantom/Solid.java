package health.webqx.imaging.sandbox.sample.phantom;

/** Something in the body of one value throughout. Lengths are in millimetres. */
sealed interface Solid permits Ellipsoid, Column, RibCage {
    /** Draws where the plane at that height cuts it. */
    void draw(Plane plane, double z);
}
