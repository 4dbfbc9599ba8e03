// The pages that there are, for whoever may see them.
import {
  BellRing,
  BookHeart,
  CalendarCheck,
  CalendarClock,
  CalendarHeart,
  ChartNoAxesCombined,
  ChartPie,
  ClipboardList,
  ClipboardPenLine,
  Eye,
  FileText,
  Fingerprint,
  Flame,
  GraduationCap,
  Handshake,
  House,
  Inbox,
  Lightbulb,
  ListTodo,
  Map,
  Megaphone,
  MessageCircleQuestionMark,
  MessagesSquare,
  MonitorDot,
  Network,
  Newspaper,
  Phone,
  RadioTower,
  Scale,
  ScanEye,
  Search,
  Timer,
  Users,
  Workflow,
} from 'lucide'
import type { IconNode } from 'lucide'
import { app } from '../app.svelte'

export interface PageLink {
  page: string
  label: string
  icon: IconNode
  /** any of these */
  needs: string[]
  group: Group
}
/** What a page is for: pages stand in the menu under these. */
export type Group = 'first' | 'act' | 'see' | 'community' | 'arrange' | 'keep'
export const groups: Group[] = ['first', 'act', 'see', 'community', 'arrange', 'keep']
const all = (): PageLink[] => [
  { page: 'home', label: app.t.nav.home, icon: House, needs: ['report.list'], group: 'first' },
  { page: 'queue', label: app.t.nav.queue, icon: Inbox, needs: ['report.list'], group: 'first' },
  { page: 'alerts', label: app.t.nav.alerts, icon: BellRing, needs: ['alert.list'], group: 'act' },
  { page: 'warnings', label: app.t.warn.title, icon: Megaphone, needs: ['warning.list'], group: 'act' },
  { page: 'incidents', label: app.t.incident.title, icon: Flame, needs: ['incident.list'], group: 'act' },
  { page: 'tasks', label: app.t.nav.tasks, icon: ListTodo, needs: ['task.list'], group: 'act' },
  { page: 'handover', label: app.t.nav.handover, icon: Handshake, needs: ['handover.list'], group: 'act' },
  { page: 'map', label: app.t.nav.map, icon: Map, needs: ['report.map'], group: 'see' },
  { page: 'trends', label: app.t.nav.trends, icon: ChartNoAxesCombined, needs: ['report.trend'], group: 'see' },
  { page: 'board', label: app.t.nav.board, icon: MonitorDot, needs: ['report.trend'], group: 'see' },
  { page: 'bulletin', label: app.t.bulletin.title, icon: Newspaper, needs: ['bulletin.list'], group: 'see' },
  { page: 'search', label: app.t.nav.search, icon: Search, needs: ['report.search'], group: 'first' },
  { page: 'enter', label: app.t.nav.enter, icon: Phone, needs: ['report.accept'], group: 'first' },
  { page: 'duty', label: app.t.nav.duty, icon: CalendarClock, needs: ['duty.list'], group: 'arrange' },
  { page: 'watches', label: app.t.nav.watches, icon: Eye, needs: ['watch.list'], group: 'arrange' },
  { page: 'looks', label: app.t.looks.title, icon: ScanEye, needs: ['report.review'], group: 'arrange' },
  { page: 'load', label: app.t.load.title, icon: Scale, needs: ['unit.load', 'review.figures'], group: 'arrange' },
  { page: 'rules', label: app.t.rules.title, icon: Workflow, needs: ['rule.list'], group: 'arrange' },
  { page: 'times', label: app.t.nav.times, icon: Timer, needs: ['response.figures'], group: 'see' },
  { page: 'ahead', label: app.t.ahead.title, icon: CalendarCheck, needs: ['activity.list'], group: 'community' },
  { page: 'activities', label: app.t.activity.title, icon: CalendarHeart, needs: ['activity.list'], group: 'community' },
  { page: 'ideas', label: app.t.ideas.title, icon: Lightbulb, needs: ['suggestion.list'], group: 'community' },
  { page: 'courses', label: app.t.courses.title, icon: GraduationCap, needs: ['course.list'], group: 'community' },
  { page: 'people', label: app.t.register.title, icon: Users, needs: ['person.list'], group: 'community' },
  { page: 'numbers', label: app.t.numbers.title, icon: ChartPie, needs: ['number.read'], group: 'community' },
  { page: 'materials', label: app.t.material.title, icon: BookHeart, needs: ['material.list'], group: 'community' },
  {
    page: 'listening',
    label: app.t.listen.title,
    icon: MessagesSquare,
    needs: ['complaint.list', 'allegation.list', 'complaint.enter'],
    group: 'community',
  },
  { page: 'rumours', label: app.t.rumours.title, icon: MessageCircleQuestionMark, needs: ['rumour.list'], group: 'community' },
  { page: 'surveys', label: app.t.surveys.title, icon: ClipboardPenLine, needs: ['survey.list'], group: 'community' },
  { page: 'network', label: app.t.nav.network, icon: Network, needs: ['unit.list'], group: 'keep' },
  { page: 'forms', label: app.t.nav.forms, icon: FileText, needs: ['form.check'], group: 'keep' },
  { page: 'identities', label: app.t.nav.identities, icon: Fingerprint, needs: ['vault.reveal', 'vault.approve', 'vault.forget'], group: 'keep' },
  { page: 'gateways', label: app.t.nav.gateways, icon: RadioTower, needs: ['gateway.list'], group: 'keep' },
  { page: 'audit', label: app.t.nav.audit, icon: ClipboardList, needs: ['audit.read'], group: 'keep' },
]
export const pages = (): PageLink[] => all().filter((l) => l.needs.some((n) => app.can(n)))
