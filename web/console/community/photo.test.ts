import { expect, test } from 'vitest'
import { fitted } from './photo'

test('a photo is sent no larger than it is read', () => {
  expect(fitted(4032, 3024)).toEqual({ width: 2200, height: 1650 })
  expect(fitted(3024, 4032)).toEqual({ width: 1650, height: 2200 })
  expect(fitted(800, 600)).toEqual({ width: 800, height: 600 })
  expect(fitted(100000, 1)).toEqual({ width: 2200, height: 1 })
})
