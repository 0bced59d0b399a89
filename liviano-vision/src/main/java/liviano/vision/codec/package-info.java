/**
 * From the bytes of a picture file to samples.
 *
 * <p>Each format has one class that walks the file's outer structure, checks it and reads the size;
 * and hands a decoder of the Java runtime (for lossless WebP, of TwelveMonkeys; for lossy WebP, our
 * own) a file stripped to what the samples need. So profiles, comments, thumbnails and other
 * metadata never reach a decoder, and what the decoder would do with them cannot change an answer.
 */
package liviano.vision.codec;
