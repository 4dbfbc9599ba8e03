// Where the console is: what stands behind the hash of the address. It is never
// sent to a server, so no log holds what somebody looks at.

export interface Route {
  page: string
  id: string
  query: URLSearchParams
}

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?')
  const [page = '', id = ''] = path
    .split('/')
    .filter(Boolean)
    .map((p) => {
      try {
        return decodeURIComponent(p)
      } catch {
        return p
      }
    })
  return { page: page || 'home', id, query: new URLSearchParams(query) }
}

/** The address of a page; members of the query that are empty are left out. */
export function address(page: string, id = '', query: Record<string, string | string[] | undefined> = {}): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query)) {
    const text = Array.isArray(v) ? v.join(',') : (v ?? '')
    if (text) q.set(k, text)
  }
  const s = q.toString()
  return '#/' + [page === 'home' ? '' : page, id].filter(Boolean).map(encodeURIComponent).join('/') + (s ? '?' + s : '')
}
