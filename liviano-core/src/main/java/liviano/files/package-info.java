/**
 * Files that appear whole or not at all. {@link liviano.files.PartialFile} writes one, {@link
 * liviano.files.ScratchFolder} holds those on the way to others, and {@link
 * liviano.files.Unfinished} is what a program calls when it is stopped.
 */
package liviano.files;
