import { languageNames, type Language } from '../../ui/lang'

/** Languages beside ours in which people here are taught, as they call them themselves. */
const others: Record<string, string> = { ff: 'Pulaar', snk: 'Sooninkanxanne', wo: 'Wolof' }

export const tongues = [...Object.keys(languageNames), ...Object.keys(others)]
export const tongue = (l: string): string => languageNames[l as Language] ?? others[l] ?? l
