// What the tests of a file stand on: a demo and a browser of their own.
import { after } from 'node:test'
import { browser, demo } from './browser.mjs'

/** Starts both; they end after the file's last test. */
export async function house() {
  const node = await demo()
  let chromium
  after(async () => {
    await chromium?.close()
    await node.stop()
  })
  chromium = await browser()
  return { node, chromium }
}
