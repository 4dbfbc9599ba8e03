// The pages of tests, in one file that is fetched when the first is opened.
export { default as Taking } from './Taking.svelte'
export { default as List } from './TestList.svelte'
