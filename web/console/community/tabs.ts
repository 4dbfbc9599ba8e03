// What the page of an activity shows, a tab for each: a part of communities hangs its
// own in here. A tab is there for whoever can do what it needs.
import type { Component } from 'svelte'
import type { Activity } from '../api'
import { app } from '../app.svelte'

export interface ActivityTab {
  id: string
  /** It is shown for this activity to whoever asks. */
  shown: (a: Activity) => boolean
  part: () => Promise<{ default: Component<{ activity: Activity; changed: () => void }> }>
}

export const tabs: ActivityTab[] = [
  { id: 'plan', shown: () => true, part: () => import('./PlanView.svelte') },
  { id: 'roll', shown: (a) => a.can.includes('people'), part: () => import('./RollTab.svelte') },
  { id: 'learning', shown: (a) => a.can.includes('people') && app.can('attempt.read'), part: () => import('./LearningTab.svelte') },
  { id: 'paper', shown: (a) => a.can.includes('people') && app.can('roll.mark'), part: () => import('./PaperTab.svelte') },
  { id: 'voices', shown: () => app.can('complaint.list') || app.can('allegation.list') || app.can('rumour.list'), part: () => import('./VoicesTab.svelte') },
  { id: 'certificates', shown: (a) => a.can.includes('people') && app.can('certificate.list'), part: () => import('./CertificatesTab.svelte') },
]
