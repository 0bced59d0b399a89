/** Options that several verbs share: pictures, models, networks, folders, forms of the answer. */
package liviano.cli.options;
