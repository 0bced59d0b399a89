/**
 * How a graph is computed: {@code Graph} to {@code Plan}, rewrites from plan to plan, and an
 * immutable {@code Program} whose sessions run it.
 *
 * <p>{@link liviano.engine.Engine} is the door.
 */
package liviano.engine;
