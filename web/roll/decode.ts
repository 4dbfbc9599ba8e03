// A decoder of QR codes for browsers that have none of their own: jsQR, 45 KB
// packed, fetched only by such phones and kept by the service worker from then on.
import jsQR from 'jsqr'

export const decode = (image: ImageData): string | undefined => jsQR(image.data, image.width, image.height, { inversionAttempts: 'dontInvert' })?.data
