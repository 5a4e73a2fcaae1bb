/**
 * What was fetched or drawn once and may be wanted again: {@link health.webqx.imaging.cache.KeptAnswers} in memory and on
 * disk, {@link health.webqx.imaging.cache.KeptInstances} as files whose frames can be found; what other packages keep
 * themselves lies in a {@link health.webqx.imaging.cache.BoundedMap}. Bounded in bytes and in time, and gone with the process.
 * Nothing here decides who may see what: whoever asks has passed the gate, and keys say of which study as of when something is,
 * never who asked. May use {@code dicom}, {@code outcome} and {@code passing}. Start reading at
 * {@link health.webqx.imaging.cache.KeptAnswers}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.cache;
