// Names that are looked for in the register. They stand in no address: a page hands one
// to another in memory, and the node is asked by POST.
import { api, ok } from '../api'

/** The latest of the register, or those of a name; of those alone who are deleted soon, where that is asked. */
export const peopleOf = (name: string, leaving = false) =>
  ok(
    name
      ? api.POST('/api/v1/community/people/find', { body: { name, ...(leaving && { leaving }) } })
      : api.GET('/api/v1/community/people', { params: { query: leaving ? { leaving } : {} } }),
  )

let name = ''
export const seek = (n: string): void => void (name = n)
export function sought(): string {
  const n = name
  name = ''
  return n
}
