/** The models that are served: found by name or by task, loaded when needed, replaced, dropped. */
package liviano.server.models;
