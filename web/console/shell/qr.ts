// What QR codes hold. ODK Collect reads its settings as JSON, packed by zlib, in base64.

export interface CollectSettings {
  general: Record<string, string>
  admin: Record<string, string>
  project: { name: string; icon: string; color: string }
}

/** What Collect needs to know of a node: its address, and to keep its forms the same as ours. */
export const collectSettings = (server: string, project: string): CollectSettings => ({
  general: { server_url: server, form_update_mode: 'match_exactly', autosend: 'wifi_and_cellular' },
  admin: {},
  project: { name: project, icon: 'و', color: '#14614f' },
})

export async function pack(settings: CollectSettings): Promise<string> {
  const packed = new Blob([JSON.stringify(settings)]).stream().pipeThrough(new CompressionStream('deflate'))
  return btoa(String.fromCharCode(...new Uint8Array(await new Response(packed).arrayBuffer())))
}
