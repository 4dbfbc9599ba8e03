// The pages that there are, for whoever may see them.
import { BellRing, CalendarClock, ChartNoAxesCombined, ClipboardList, Eye, FileText, Fingerprint, Flame, Handshake, House, Inbox, ListTodo, Map, MonitorDot, Network, Phone, RadioTower, Scale, ScanEye, Search, Timer, Workflow } from 'lucide'
import type { IconNode } from 'lucide'
import { app } from '../app.svelte'

export interface PageLink {
  page: string
  label: string
  icon: IconNode
  /** any of these */
  needs: string[]
}
export const pages = (): PageLink[] =>
  [
    { page: 'home', label: app.t.nav.home, icon: House, needs: ['report.list'] },
    { page: 'queue', label: app.t.nav.queue, icon: Inbox, needs: ['report.list'] },
    { page: 'alerts', label: app.t.nav.alerts, icon: BellRing, needs: ['alert.list'] },
    { page: 'incidents', label: app.t.incident.title, icon: Flame, needs: ['incident.list'] },
    { page: 'tasks', label: app.t.nav.tasks, icon: ListTodo, needs: ['task.list'] },
    { page: 'handover', label: app.t.nav.handover, icon: Handshake, needs: ['handover.list'] },
    { page: 'map', label: app.t.nav.map, icon: Map, needs: ['report.map'] },
    { page: 'trends', label: app.t.nav.trends, icon: ChartNoAxesCombined, needs: ['report.trend'] },
    { page: 'board', label: app.t.nav.board, icon: MonitorDot, needs: ['report.trend'] },
    { page: 'search', label: app.t.nav.search, icon: Search, needs: ['report.search'] },
    { page: 'enter', label: app.t.nav.enter, icon: Phone, needs: ['report.accept'] },
    { page: 'duty', label: app.t.nav.duty, icon: CalendarClock, needs: ['duty.list'] },
    { page: 'watches', label: app.t.nav.watches, icon: Eye, needs: ['watch.list'] },
    { page: 'looks', label: app.t.looks.title, icon: ScanEye, needs: ['report.review'] },
    { page: 'load', label: app.t.load.title, icon: Scale, needs: ['unit.load', 'review.figures'] },
    { page: 'rules', label: app.t.rules.title, icon: Workflow, needs: ['rule.list'] },
    { page: 'times', label: app.t.nav.times, icon: Timer, needs: ['response.figures'] },
    { page: 'network', label: app.t.nav.network, icon: Network, needs: ['unit.list'] },
    { page: 'forms', label: app.t.nav.forms, icon: FileText, needs: ['form.check'] },
    { page: 'identities', label: app.t.nav.identities, icon: Fingerprint, needs: ['vault.reveal', 'vault.approve', 'vault.forget'] },
    { page: 'gateways', label: app.t.nav.gateways, icon: RadioTower, needs: ['gateway.list'] },
    { page: 'audit', label: app.t.nav.audit, icon: ClipboardList, needs: ['audit.read'] },
  ].filter((l) => l.needs.some((n) => app.can(n)))
