/** longSide: pixels of a photo's longer side; a number plate is read at 1,280, and 100 KB go over 2G in half a minute. */
const longSide = 1280

/**
 * Draws a photo anew, smaller: what the camera wrote into the file (place, time,
 * device) does not come along.
 */
export async function cleanPhoto(file: Blob): Promise<Blob> {
  const image = await createImageBitmap(file)
  const scale = Math.min(1, longSide / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  return new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('photo'))), 'image/jpeg', 0.72))
}
