// Who agreed to be named in materials.
import { fill } from '../../ui/lang'
import { api, ok, type Author } from '../api'
import { app } from '../app.svelte'

class Authors {
  all = $state.raw<Author[]>([])
  async load(): Promise<void> {
    try {
      this.all = (await ok(api.GET('/api/v1/community/authors'))).items
    } catch (e) {
      app.fail(e)
    }
  }
}
export const authors = new Authors()

/** As they are chosen by: a child with the age group. */
export const authorName = (p: { name?: string; child?: boolean; band?: string }): string =>
  p.child && p.band ? `${p.name ?? ''}, ${fill(app.t.material.years, { band: p.band })}` : (p.name ?? '')
