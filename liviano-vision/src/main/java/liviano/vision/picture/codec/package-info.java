/**
 * From the bytes of a picture file to samples.
 *
 * <p>Each format has one class that walks the file's outer structure, checks it and reads the size.
 * GIF, BMP and lossy WebP are decoded here. For JPEG and PNG a decoder of the Java runtime, for
 * lossless WebP that of TwelveMonkeys is handed a file stripped to what the samples need. So
 * profiles, comments, thumbnails and other metadata never reach a decoder, and what the decoder
 * would do with them cannot change an answer. Of metadata the Exif orientation alone is read.
 */
package liviano.vision.picture.codec;
