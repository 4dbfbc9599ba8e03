import '../ui/old'
import '../ui/base.css'
import '../ui/phone.css'
import { mount, unmount } from 'svelte'
import App from './App.svelte'
import { onPanic } from './panic'

const target = document.getElementById('app')
if (!target) throw new Error('the page has no #app')
const page = mount(App, { target })
onPanic(() => void unmount(page))
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('./sw.js', { scope: './' })
