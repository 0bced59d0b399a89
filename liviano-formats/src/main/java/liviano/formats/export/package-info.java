/**
 * Models of ours as files that other programs read. Start at {@link
 * liviano.formats.export.ModelExport}.
 */
package liviano.formats.export;
