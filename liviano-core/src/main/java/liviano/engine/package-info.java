/**
 * How a graph is computed: {@code Graph} to {@code Plan}, rewrites from plan to plan, and an
 * immutable {@code Program} whose sessions run it.
 *
 * <p>Start at {@link liviano.engine.Engine}.
 */
package liviano.engine;
