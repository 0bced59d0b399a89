/** Text files as they come from people, and words that an error message to them may need. */
package liviano.text;
