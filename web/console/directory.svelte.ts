// Units, kinds and colleagues: read once after the sign-in, asked for everywhere.
import { app, named } from './app.svelte'
import { api, ok, type Kind, type Member, type Unit } from './api'
import type { Choice } from '../ui/choice'

class Directory {
  units = $state.raw<Unit[]>([])
  kinds = $state.raw<Kind[]>([])
  members = $state.raw<Member[]>([])
  loaded = $state(false)

  readonly byId = $derived(new Map(this.units.map((u) => [u.id, u])))
  readonly #kindNames = $derived(new Map(this.kinds.map((k) => [k.kind, k])))

  async load(): Promise<void> {
    const may = <T>(action: string, get: () => Promise<{ items: T[] }>): Promise<T[]> => (app.can(action) ? get().then((r) => r.items) : Promise.resolve([]))
    try {
      const [units, kinds, members] = await Promise.all([
        may('unit.list', () => ok(api.GET('/api/v1/units'))),
        ok(api.GET('/api/v1/kinds')).then((r) => r.items),
        may('member.list', () => ok(api.GET('/api/v1/members'))),
      ])
      this.units = units
      this.kinds = kinds
      this.members = members
      this.loaded = true
    } catch (e) {
      app.fail(e)
    }
  }

  kind(code: string): string {
    const k = this.#kindNames.get(code)
    return (k && named(k.name)) || code
  }
  unit(id: string): string {
    const u = this.byId.get(id)
    return u ? named(u.name) : ''
  }
  /** The units above one, the highest first. */
  above(id: string): Unit[] {
    const path: Unit[] = []
    for (let u = this.byId.get(id); u?.parent;) {
      u = this.byId.get(u.parent)
      if (u) path.unshift(u)
    }
    return path
  }
  depth = (id: string): number => this.above(id).length

  /** Units in the order of the tree, each with what it belongs to. */
  readonly unitChoices = $derived.by((): Choice[] => {
    const below = new Map<string, Unit[]>()
    for (const u of this.units) {
      const parent = u.parent && this.byId.has(u.parent) ? u.parent : ''
      below.set(parent, [...(below.get(parent) ?? []), u])
    }
    const out: Choice[] = []
    const walk = (parent: string, depth: number): void => {
      for (const u of below.get(parent) ?? []) {
        const above = this.byId.get(u.parent ?? '')
        out.push({
          value: u.id,
          label: named(u.name),
          hint: depth > 1 && above ? named(above.name) : (app.t.kinds[u.kind] ?? u.kind),
          also: [u.code, u.place?.name ?? '', ...Object.values(u.name)].join(' '),
          depth,
        })
        walk(u.id, depth + 1)
      }
    }
    walk('', 0)
    return out
  })
  readonly memberChoices = $derived.by((): Choice[] => this.members.map((m) => ({ value: m.id, label: m.name, hint: m.unit.name, also: m.login })))
  readonly kindChoices = $derived.by((): Choice[] =>
    this.kinds.map((k) => ({ value: k.kind, label: named(k.name) || k.kind, also: Object.values(k.name).join(' ') + ' ' + k.kind })),
  )
}

export const directory = new Directory()
