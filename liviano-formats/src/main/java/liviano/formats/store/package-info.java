/** The folder of installed models. Start at {@link liviano.formats.store.ModelStore}. */
package liviano.formats.store;
