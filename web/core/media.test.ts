import { expect, test } from 'vitest'
import type { Form } from './form'
import { fileOf, filesOf, namedFiles } from './media'

const form = {
  default_language: 'fr',
  nodes: [
    { kind: 'question', name: 'what', path: ['data', 'what'], media: { image: { '': 'well.png' }, audio: { ar: 'ma.mp3', fr: 'quoi.mp3' } } },
    {
      kind: 'group',
      name: 'seen',
      path: ['data', 'seen'],
      nodes: [{ kind: 'question', name: 'beast', path: ['data', 'seen', 'beast'], list: 'beasts', media: { video: { fr: 'film.mp4' } } }],
    },
  ],
  lists: {
    beasts: [
      { name: 'cow', label: {}, media: { image: { '': 'cow.png' }, audio: { fr: 'vache.mp3' } } },
      { name: 'well', label: {}, media: { image: { '': 'well.png' } } },
    ],
    unused: [{ name: 'x', label: {}, media: { image: { '': 'never.png' } } }],
  },
} as unknown as Form

test('a file in the language asked for, else in the form’s own, else the one for all', () => {
  const media = form.nodes[0]?.media
  expect(fileOf(form, media, 'audio', 'ar')).toBe('ma.mp3')
  expect(fileOf(form, media, 'audio', 'en')).toBe('quoi.mp3')
  expect(fileOf(form, media, 'image', 'ar')).toBe('well.png')
  expect(fileOf(form, undefined, 'image', 'ar')).toBeUndefined()
})

test('a phone fetches what is shown or played in its language, each once, and no video', () => {
  expect(filesOf(form, 'ar')).toEqual(['well.png', 'ma.mp3', 'cow.png', 'vache.mp3'])
  expect(filesOf(form, 'fr')).toEqual(['well.png', 'quoi.mp3', 'cow.png', 'vache.mp3'])
})

test('whoever publishes is asked for all that the form names', () => {
  expect(namedFiles(form)).toEqual(['well.png', 'ma.mp3', 'quoi.mp3', 'film.mp4', 'cow.png', 'vache.mp3'])
})
