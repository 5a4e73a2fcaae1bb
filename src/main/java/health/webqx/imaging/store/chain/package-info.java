/**
 * The chain over stored AuditEvents as data: {@link health.webqx.imaging.store.chain.Link} holds some events together and to
 * what was before, {@link health.webqx.imaging.store.chain.Mark} tells where the chain begins and ends,
 * {@link health.webqx.imaging.store.chain.ChainWalk} finds the first place where stored events and chain do not agree.
 * Knows no SQL; uses nothing of this project. Why it is as it is: decision record 012. Start reading at {@code Link}.
 */
@org.jspecify.annotations.NullMarked
package health.webqx.imaging.store.chain;
