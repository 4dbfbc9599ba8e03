// Reading QR codes by the camera: by the browser's own detector where there is one.

interface Detector {
  detect(of: HTMLVideoElement): Promise<{ rawValue: string }[]>
}
type DetectorOf = new (o: { formats: string[] }) => Detector
type Read = (of: HTMLVideoElement) => Promise<string | undefined>

/** Milliseconds between two looks: a card is held for half a second at least, and an old phone needs its breath. */
const pause = 150
/** Pixels of the longer side that are looked at: a card held at an arm's length is read, and a frame takes an old phone 100 ms. */
const side = 640

async function own(): Promise<Read | undefined> {
  const Own = (globalThis as { BarcodeDetector?: DetectorOf & { getSupportedFormats(): Promise<string[]> } }).BarcodeDetector
  if (!Own || !(await Own.getSupportedFormats().catch((): string[] => [])).includes('qr_code')) return undefined
  const d = new Own({ formats: ['qr_code'] })
  return async (video) => (await d.detect(video))[0]?.rawValue
}

async function lent(): Promise<Read> {
  const { decode } = await import('./decode')
  const canvas = document.createElement('canvas')
  const c = canvas.getContext('2d', { willReadFrequently: true })
  if (!c) throw new Error('no canvas')
  return (video) => {
    const scale = Math.min(1, side / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    c.drawImage(video, 0, 0, canvas.width, canvas.height)
    return Promise.resolve(decode(c.getImageData(0, 0, canvas.width, canvas.height)))
  }
}

/** Fetches the decoder while there is a line, on a phone that will need it. */
export async function prepare(): Promise<void> {
  if (!(await own())) await import('./decode')
}

/** Shows what the camera sees and tells of every code in it, until it is ended. It faults where there is no camera. */
export async function reader(video: HTMLVideoElement, tell: (text: string) => void, end: AbortSignal): Promise<void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } })
  const stop = (): void => stream.getTracks().forEach((t) => t.stop())
  if (end.aborted) return stop()
  end.addEventListener('abort', stop)
  video.srcObject = stream
  await video.play()
  const read = (await own()) ?? (await lent())
  while (!end.aborted) {
    const text = video.videoWidth ? await read(video).catch(() => undefined) : undefined
    if (text) tell(text)
    await new Promise((r) => setTimeout(r, pause))
  }
}
