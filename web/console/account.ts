import { app } from './app.svelte'
import { api, ok } from './api'
import type { Language } from '../ui/lang'

/** Changes language and appearance, here at once and for the account. */
export async function setLook(language: Language, theme: string): Promise<void> {
  await app.speak(language)
  app.dress(theme)
  if (!app.session) return
  try {
    await ok(api.PUT('/api/v1/account/settings', { body: { language, theme: theme as '' | 'light' | 'dark' } }))
  } catch (e) {
    app.fail(e)
  }
}
