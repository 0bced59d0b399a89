/**
 * Networks of the zoo, known by the names that programs give to their tensors: one table of names
 * for all kinds of files that hold nothing but named tensors. A {@link
 * liviano.formats.names.Layout} is one program's habit; {@link liviano.formats.names.NamedNetwork}
 * reads a network by it.
 */
package liviano.formats.names;
