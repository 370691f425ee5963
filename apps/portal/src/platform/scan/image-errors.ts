/** The bytes are not a well-formed image of the type they claim, or larger than this house looks at. */
export class ImageBroken extends Error {
  override readonly name = "ImageBroken";
}
