import { expect, test } from 'vitest'
import { deserving } from './deserving'

const one = (person: string, there: number, certificate?: string) => ({ person, given: person, child: false, there, ...(certificate ? { certificate } : {}) })

test('those are proposed who were there for enough and have none', () => {
  const all = [one('all', 5), one('most', 4), one('some', 3), one('none', 0), one('has', 5, 'c')]
  expect(deserving(all, 5, 100)).toEqual(['all'])
  expect(deserving(all, 5, 80)).toEqual(['all', 'most'])
  expect(deserving(all, 5, 60)).toEqual(['all', 'most', 'some'])
  expect(deserving(all, 5, 0)).toEqual(['all', 'most', 'some', 'none'])
  expect(deserving(all, 0, 100)).toEqual(['all', 'most', 'some', 'none'])
})
