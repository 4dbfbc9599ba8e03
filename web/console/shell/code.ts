import qrcode from 'qrcode-generator'

/** The quiet edge that readers need, in modules. */
const edge = 4

/** A QR code as modules: its size with the edge, and which are dark. */
export function draw(text: string): { size: number; dark: (x: number, y: number) => boolean } {
  const q = qrcode(0, 'L')
  q.addData(text)
  q.make()
  const n = q.getModuleCount()
  const inside = (v: number): boolean => v >= edge && v < n + edge
  return { size: n + 2 * edge, dark: (x, y) => inside(x) && inside(y) && q.isDark(y - edge, x - edge) }
}
