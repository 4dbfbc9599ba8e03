// A photo of a sheet on its way to the node: smaller, so that it goes over a weak
// line, and without what its file says beside the picture, such as where it was taken.

/** Points of the longer side that the node has a use for. */
const longest = 2200

/** The size that a picture is sent in. */
export function fitted(width: number, height: number): { width: number; height: number } {
  const by = Math.min(1, longest / Math.max(width, height, 1))
  return { width: Math.max(1, Math.round(width * by)), height: Math.max(1, Math.round(height * by)) }
}

/** The photo as JPEG. It faults where the browser cannot read the file. */
export async function shrunk(file: Blob): Promise<Blob> {
  const picture = await createImageBitmap(file)
  const { width, height } = fitted(picture.width, picture.height)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
  picture.close()
  return new Promise((resolve, reject) => {
    canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('canvas'))), 'image/jpeg', 0.85)
  })
}
