// A course in a package: played by itself, or in a system that speaks SCORM 1.2.
import '../ui/base.css'
import './scorm.css'
import { mount } from 'svelte'
import { spoken, type Course } from '../core/course'
import { findAPI, Session } from '../core/scorm'
import App from './App.svelte'

declare global {
  interface Window {
    wasl?: { course: Course; language: string }
  }
}

const target = document.getElementById('course')
const given = window.wasl
if (!target || !given) throw new Error('the package has no course')
const session = new Session(findAPI(window), Date.now())
const wanted = navigator.languages.map((l) => l.slice(0, 2)).find((l) => given.course.languages.includes(l))
mount(App, { target, props: { course: given.course, first: spoken(given.course, wanted ?? given.language), session } })
// A system's page may end the session before this one goes; somebody who is asked
// whether to leave may stay; and a phone hides a page for the last time without more.
addEventListener('beforeunload', () => session.pause(Date.now()))
addEventListener('pagehide', () => session.end(Date.now()))
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'hidden') return
  session.pause(Date.now())
  session.commit()
})
