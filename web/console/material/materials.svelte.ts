// The materials that this person may see, and the languages and checks that go with
// them.
import { api, ok, type MaterialLine, type Materials } from '../api'
import { app } from '../app.svelte'

class MaterialList {
  all = $state.raw<Materials | null>(null)

  readonly items = $derived<MaterialLine[] | null>(this.all?.items ?? null)
  readonly waiting = $derived(this.items?.filter((m) => m.state === 'waiting').length ?? 0)
  readonly out = $derived(this.items?.filter((m) => m.out).length ?? 0)
  may(what: Materials['may'][number]): boolean {
    return this.all?.may.includes(what) ?? false
  }
  async load(): Promise<void> {
    try {
      this.all = await ok(api.GET('/api/v1/community/materials'))
    } catch (e) {
      this.all ??= { items: [], languages: [], checks: [], may: [] }
      app.fail(e)
    }
  }
  /** What its speakers call a language. */
  tongue(tag: string): string {
    return this.all?.languages.find((l) => l.tag === tag)?.name ?? tag
  }
  /** Which way a language is written. */
  way(tag: string): 'rtl' | 'ltr' {
    return this.all?.languages.find((l) => l.tag === tag)?.rtl ? 'rtl' : 'ltr'
  }
}
export const materials = new MaterialList()

/** The title by which a material is known: in the reader's language, or in another. */
export const titleOf = (m: { titles: Record<string, string> }): string =>
  m.titles[app.language] || m.titles['fr'] || Object.values(m.titles)[0] || app.t.material.untitled
