/** The folder of installed models. {@link liviano.formats.store.ModelStore} is the door. */
package liviano.formats.store;
