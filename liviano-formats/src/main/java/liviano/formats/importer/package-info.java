/**
 * From a network as some file describes it to a graph and weights of ours. A reader of a format
 * turns its file into a {@link liviano.formats.importer.ForeignGraph}, whose operations are a small
 * vocabulary that formats share; {@link liviano.formats.importer.GraphImporter} does the rest: it
 * computes what is constant, drops the batch, merges paddings into windows, and gives constants the
 * layouts and names of ours.
 */
package liviano.formats.importer;
