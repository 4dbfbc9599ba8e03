/** Pixels of a photo's longer side: a number plate is read at 1,280. Smaller ones are tried until the file is small enough. */
const sides = [1280, 1024, 800, 640]
const qualities = [0.72, 0.6, 0.5]
/** maxPhoto: what a line of 32 kbit/s carries in half a minute. */
export const maxPhoto = 120 * 1024
/** coverSize: the radius of what is made unknowable around a touch, as a share of the shorter side: a face across the table. */
const coverSize = 0.11
/** coarse: the side of a covering square, as a share of the radius: no software brings a face back from six squares. */
const coarse = 0.5

/** Reads a picture that a phone made. Through an element, because old browsers turn it upright only there. */
async function decode(file: Blob): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(file)
  try {
    const image = new Image()
    image.src = url
    await image.decode()
    return image
  } finally {
    URL.revokeObjectURL(url)
  }
}

/**
 * Draws a photo anew, no larger than is sent: what the camera wrote into the
 * file (place, time, device) does not come along.
 */
export async function drawPhoto(file: Blob | HTMLVideoElement): Promise<HTMLCanvasElement> {
  const source = file instanceof Blob ? await decode(file) : file
  const [w, h] = source instanceof HTMLVideoElement ? [source.videoWidth, source.videoHeight] : [source.naturalWidth, source.naturalHeight]
  if (!w || !h) throw new Error('photo')
  return scaled(source, w, h, sides[0] ?? 1280)
}

function scaled(source: CanvasImageSource, w: number, h: number, side: number): HTMLCanvasElement {
  const scale = Math.min(1, side / Math.max(w, h))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(w * scale))
  canvas.height = Math.max(1, Math.round(h * scale))
  canvas.getContext('2d')?.drawImage(source, 0, 0, canvas.width, canvas.height)
  return canvas
}

const encode = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) => canvas.toBlob((b) => (b ? resolve(b) : reject(new Error('photo'))), 'image/jpeg', quality))

/** The best JPEG of a drawn photo that is small enough; the smallest where none is. */
export async function encodePhoto(canvas: HTMLCanvasElement): Promise<Blob> {
  let best: Blob | undefined
  for (const side of sides) {
    const c = Math.max(canvas.width, canvas.height) > side ? scaled(canvas, canvas.width, canvas.height, side) : canvas
    for (const q of qualities) {
      best = await encode(c, q)
      if (best.size <= maxPhoto) return best
    }
  }
  if (!best) throw new Error('photo')
  return best
}

/** Covers what lies around a point of the photo with coarse squares; x and y are shares of its width and height. */
export function cover(canvas: HTMLCanvasElement, x: number, y: number): void {
  const g = canvas.getContext('2d')
  if (!g) return
  const r = Math.max(8, Math.min(canvas.width, canvas.height) * coverSize)
  const step = Math.max(2, Math.round(r * coarse))
  const [cx, cy] = [x * canvas.width, y * canvas.height]
  for (let j = Math.floor(cy - r); j < cy + r; j += step) {
    for (let i = Math.floor(cx - r); i < cx + r; i += step) {
      const [left, top] = [Math.max(0, i), Math.max(0, j)]
      const [w, h] = [Math.min(step, canvas.width - left), Math.min(step, canvas.height - top)]
      if (w <= 0 || h <= 0) continue
      g.fillStyle = mean(g.getImageData(left, top, w, h).data)
      g.fillRect(left, top, w, h)
    }
  }
}

function mean(p: Uint8ClampedArray): string {
  const sum = [0, 0, 0]
  for (let i = 0; i < p.length; i += 4) for (let c = 0; c < 3; c++) sum[c] = (sum[c] ?? 0) + (p[i + c] ?? 0)
  return `rgb(${sum.map((s) => Math.round((s * 4) / p.length)).join(',')})`
}
