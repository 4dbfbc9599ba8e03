import { expect, test } from 'vitest'
import * as f from './folder'

const course: f.Files = {
  'course.md': '---\nid: water\nversion: 3\ntitle.fr: L’eau\ntitle.ar: الماء\ntopic.well.fr: Le puits\ntopic.well.ar: البئر\n---\n',
  '01-well.fr.md': '# Le puits\n\n## Creuser\n\nUn. [suite](#3)\n\n## Couvrir\n\nDeux.\n\n```\n## pas une page\n```\n\n## Nettoyer\n\nTrois.\n',
  '01-well.ar.md': '# البئر\n\n## الحفر\n\nواحد.\n\n## التغطية\n\nاثنان.\n\n## التنظيف\n\nثلاثة.\n',
  '02-jar.fr.md': '# La jarre\n\nAvant. [voir](01-well#2) [tout](01-well.fr.md)\n\n## Couvercle\n\n### ? Quoi ? {#q1}\n- [x] a\n- [ ] b\n',
  '02-jar.ar.md': '# الجرة\n\nقبل.\n\n## الغطاء\n\n### ؟ ماذا {#q1}\n- [x] a\n- [ ] b\n',
}
const titles = (files: f.Files, name: string): string[] => f.pagesOf(files[name] ?? '').map((p) => p.title)

test('a folder tells its languages, its modules and their pages', () => {
  expect(f.languagesOf(course)).toEqual(['ar', 'fr'])
  expect(f.modules(course)).toEqual(['01-well', '02-jar'])
  expect(titles(course, '01-well.fr.md')).toEqual(['Creuser', 'Couvrir', 'Nettoyer'])
  expect(f.pagesOf(course['02-jar.fr.md'] ?? '')).toEqual([
    { title: '', moves: false },
    { title: 'Couvercle', moves: true },
  ])
})

test('a place in a text is on a page, and a page begins at a place', () => {
  const text = course['01-well.fr.md'] ?? ''
  for (const page of [0, 1, 2]) expect(f.pageAt(text, f.startOf(text, page))).toBe(page)
  expect(f.pageAt(text, text.indexOf('pas une page'))).toBe(1)
  expect(f.pageAt(text, 0)).toBe(0)
  expect(f.startOfLine(text, f.lineAt(text, text.indexOf('Deux')))).toBe(text.indexOf('Deux'))
})

test('a page moves in every language, and links go after it', () => {
  const moved = f.movePage(course, '01-well', 2, 0)
  expect(titles(moved, '01-well.fr.md')).toEqual(['Nettoyer', 'Creuser', 'Couvrir'])
  expect(titles(moved, '01-well.ar.md')).toEqual(['التنظيف', 'الحفر', 'التغطية'])
  expect(moved['01-well.fr.md']).toContain('[suite](#1)')
  expect(moved['02-jar.fr.md']).toContain('[voir](01-well#3)')
  const back = f.movePage(moved, '01-well', 0, 2)
  expect(titles(back, '01-well.fr.md')).toEqual(titles(course, '01-well.fr.md'))
  expect(back['02-jar.fr.md']).toBe(course['02-jar.fr.md'])
})

test('a page that is taken out leaves no link to nothing', () => {
  const cut = f.removePage(course, '01-well', 1)
  expect(titles(cut, '01-well.ar.md')).toEqual(['الحفر', 'التنظيف'])
  expect(cut['01-well.fr.md']).toContain('[suite](#2)')
  expect(cut['02-jar.fr.md']).toContain('[voir](01-well)')
})

test('a page and a question are added in every language, where they belong', () => {
  const more = f.addPage(course, '01-well', 0, (l) => `## ${l}\n`)
  expect(titles(more, '01-well.fr.md')).toEqual(['Creuser', 'fr', 'Couvrir', 'Nettoyer'])
  expect(more['02-jar.fr.md']).toContain('(01-well#3)')
  const id = f.freeId(course, 'q')
  expect(id).toBe('q2')
  const asked = f.addToPage(course, '01-well', 0, (l) => `### ? ${l} {#${id}}\n- [x] a\n- [ ] b`)
  expect(f.pageAt(asked['01-well.ar.md'] ?? '', (asked['01-well.ar.md'] ?? '').indexOf('{#q2}'))).toBe(0)
  expect(titles(asked, '01-well.fr.md')).toEqual(titles(course, '01-well.fr.md'))
})

test('modules change places by their numbers, and links find them', () => {
  const moved = f.moveModule(course, 1, 0)
  expect(f.modules(moved)).toEqual(['01-jar', '02-well'])
  expect(moved['01-jar.fr.md']).toContain('[voir](02-well#2) [tout](02-well.fr.md)')
  expect(f.moveModule(moved, 0, 1)).toEqual(course)
  const cut = f.removeStem(course, '01-well')
  expect(Object.keys(cut).sort()).toEqual(['01-jar.ar.md', '01-jar.fr.md', 'course.md'])
  expect(f.modules(f.addModule(course, () => '# x\n'))).toEqual(['01-well', '02-jar', '03-part'])
})

test('settings are read and written line by line', () => {
  expect(f.settingOf(course, 'version')).toBe('3')
  expect(f.settingOf(f.withSetting(course, 'version', '4'), 'version')).toBe('4')
  const quoted = f.withSetting(course, 'audience', '"tous"')
  expect(quoted['course.md']?.endsWith('---\n')).toBe(true)
  expect(f.settingOf(quoted, 'audience')).toBe('"tous"')
  expect(f.withSetting(quoted, 'audience', '')).toEqual(course)
  expect(f.settingOf(f.withSetting(course, 'title.fr', 'L’eau : $& et plus'), 'title.fr')).toBe('L’eau : $& et plus')
})

test('a language comes as a copy to be translated, and goes with all that is written in it', () => {
  const more = f.addLanguage(course, 'en', 'Water')
  expect(f.languagesOf(more)).toEqual(['ar', 'fr', 'en'])
  expect(more['02-jar.en.md']).toBe(course['02-jar.ar.md'])
  expect(f.removeLanguage(more, 'en')).toEqual(course)
  expect(f.removeLanguage(course, 'fr')['course.md']).not.toContain('puits')
})

test('a file gets a name that the node takes', () => {
  expect(f.mediaName('Été à Néma (2).JPG', ['ete-a-nema-2.jpg'])).toBe('ete-a-nema-2-2.jpg')
  expect(f.mediaName('يد.png', [])).toBe('media.png')
  expect(f.idFrom('L’eau, c’est la vie.')).toBe('l-eau-c-est-la-vie')
})
