// A name that another page looks for in the register: handed over in memory, for names
// stand in no address.
let name = ''
export const seek = (n: string): void => void (name = n)
export function sought(): string {
  const n = name
  name = ''
  return n
}
