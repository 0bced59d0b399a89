/** What is asked of pictures and of models: the paths below {@code /v1}. */
package liviano.server.tasks;
