import { expect, test } from 'vitest'
import { Turns } from './turns'

/** Something that is under way until it is ended. */
function slow(): { f: () => Promise<boolean>; end: (done: boolean) => void; fail: () => void } {
  let end: (done: boolean) => void = () => undefined
  let fail: () => void = () => undefined
  const under = new Promise<boolean>((resolve, reject) => {
    end = resolve
    fail = () => reject(new Error('no line'))
  })
  return { f: () => under, end, fail }
}

test('what is asked for meanwhile is done afterwards, in order, and nothing is lost', async () => {
  const turns = new Turns()
  const first = slow()
  const did: string[] = []
  const say = (what: string) => (): Promise<boolean> => Promise.resolve(did.push(what) > 0)
  const all = [turns.take(first.f), turns.take(say('second')), turns.take(say('third'))]
  await Promise.resolve()
  expect(did).toEqual([])
  first.end(true)
  expect(await Promise.all(all)).toEqual([true, true, true])
  expect(did).toEqual(['second', 'third'])
})

test('after one that was refused what waited is not done, and what comes later is', async () => {
  const turns = new Turns()
  for (const stop of [(s: ReturnType<typeof slow>) => s.end(false), (s: ReturnType<typeof slow>) => s.fail()]) {
    const first = slow()
    const refused = turns.take(first.f).catch(() => false)
    let did = 0
    const waited = turns.take(() => Promise.resolve(++did > 0))
    stop(first)
    expect(await refused).toBe(false)
    expect(await waited).toBe(false)
    expect(did).toBe(0)
    expect(await turns.take(() => Promise.resolve(++did > 0))).toBe(true)
  }
})
