/** Saves what the page holds as a file, under a name. */
export function save(content: Blob, name: string): void {
  const at = URL.createObjectURL(content)
  const a = document.createElement('a')
  a.href = at
  a.download = name
  a.click()
  setTimeout(() => URL.revokeObjectURL(at), 60_000)
}
