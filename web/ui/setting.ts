/** A setting that this browser may refuse to keep: then it holds as long as the page is open. */
export const setting = {
  get(key: string): string | null {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  },
  set(key: string, value: string): void {
    try {
      localStorage.setItem(key, value)
    } catch {
      // it holds as long as the page is open
    }
  },
}
