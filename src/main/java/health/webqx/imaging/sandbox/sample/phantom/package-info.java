/**
 * What the sample studies show: bodies made of simple solids, cut into slices or shone through. Plain numbers, in
 * millimetres and Hounsfield units, with x to the patient's left, y to the back and z to the head; the same each time. Start
 * at {@link health.webqx.imaging.sandbox.sample.phantom.Thorax}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.sandbox.sample.phantom;
