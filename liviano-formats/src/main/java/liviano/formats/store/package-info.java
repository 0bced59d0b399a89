/**
 * The published models that are known, {@link liviano.formats.store.Catalogue}, and the folder of
 * those that are installed, {@link liviano.formats.store.ModelStore}. Nothing here uses the
 * network.
 */
package liviano.formats.store;
