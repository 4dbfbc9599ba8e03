// The page that is kept to check certificates, as if it were of the node of the corpus.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './browser.mjs'

export const corpus = JSON.parse(readFileSync(join(root, 'internal/community/certificate/corpus/carried.json'), 'utf8'))

/** Fetches the page in a language and puts the corpus's key and codes into it. */
export async function keptPage(node, language) {
  const served = await (await fetch(`${node.console}c/offline.html?lang=${language}`)).text()
  const given = JSON.parse(served.match(/<script type="application\/json" id="given">(.*?)<\/script>/s)[1])
  return served.replace(/(id="given">).*?(?=<\/script>)/s, (_, tag) => tag + JSON.stringify({ ...given, ...corpus, cases: undefined }))
}
