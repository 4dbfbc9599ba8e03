// Files on their way: up with their progress, and a kit down to the disk.
import { Fault, type Material } from '../api'
import { save } from '../../ui/save'
import { app } from '../app.svelte'

interface Said {
  kind?: string
  key?: string
  message?: string
  hint?: string
}

function faultOf(status: number, body: unknown): Fault {
  const f = (typeof body === 'object' ? body : null) as Said | null
  return new Fault(status, f?.kind ?? 'internal', f?.key ?? '', f?.message ?? '', f?.hint ?? '')
}

/** Sends a file of a material; progress is told from 0 to 1. `fetch` tells of none. */
export function sendFile(
  material: string,
  id: string,
  file: File,
  said: { name: string; language: string },
  progress: (part: number) => void,
): Promise<Material> {
  return new Promise((done, failed) => {
    const x = new XMLHttpRequest()
    x.open('PUT', `/api/v1/community/materials/${material}/files/${id}`)
    x.setRequestHeader('Accept-Language', app.language)
    x.responseType = 'json'
    x.upload.onprogress = (e) => {
      if (e.lengthComputable) progress(e.loaded / e.total)
    }
    x.onload = () => (x.status < 300 ? done(x.response as Material) : failed(faultOf(x.status, x.response)))
    x.onerror = () => failed(new Fault(0, 'offline', 'offline', app.t.lost, ''))
    const d = new FormData()
    d.set('name', said.name)
    if (said.language) d.set('language', said.language)
    // Its name on this machine stays here: names of files tell who is in them.
    d.set('file', file, 'file')
    x.send(d)
  })
}

/** Has a kit made, and saves it. */
export async function saveKit(id: string, whom: string): Promise<void> {
  const r = await fetch(`/api/v1/community/kits/${id}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Accept-Language': app.language },
    body: JSON.stringify({ whom }),
  })
  if (!r.ok) throw faultOf(r.status, await r.json().catch(() => null))
  save(await r.blob(), /filename="?([\w.-]+)/.exec(r.headers.get('Content-Disposition') ?? '')?.[1] ?? 'wasl-kit.zip')
}
