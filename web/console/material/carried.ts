import { api, ok, type Kit } from '../api'

/** The kits that went out with a person named or seen in them, the latest first. */
export async function carriedWith(person: string): Promise<Kit[]> {
  return (await ok(api.GET('/api/v1/community/people/{id}/kits', { params: { path: { id: person } } }))).items
}
