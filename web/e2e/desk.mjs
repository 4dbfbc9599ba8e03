// What a desk sees of what phones sent, by the API.

/** Calls as the demo's person of a role. */
export async function desk(playwright, node, role = 'chief') {
  const api = await playwright.newContext({ baseURL: node.console })
  const r = await api.post('/api/v1/session/demo', { data: { role } })
  if (!r.ok()) throw new Error('no session: ' + (await r.text()))
  return {
    api,
    /** Reports whose text holds a word. */
    async find(word) {
      const r = await api.get('/api/v1/search?q=' + encodeURIComponent(word))
      if (!r.ok()) throw new Error(await r.text())
      return (await r.json()).items
    },
    async report(id) {
      const r = await api.get(`/api/v1/reports/${id}?reason=test`)
      if (!r.ok()) throw new Error(await r.text())
      return r.json()
    },
  }
}
